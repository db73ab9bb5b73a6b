package io.jenkins.plugins.deployworkload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import hudson.model.Item;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/** Data goes one way, and Jenkins stands only at the doors. */
class ArchitectureTest {

    private static final String ROOT = "io.jenkins.plugins.deployworkload";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The control plane and the signatures are the development kit's.
            .withImportOption(location -> !location.contains("controlplane") && !location.contains("signatures"))
            .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "workload.binding, workload outputs manifest connection rollout cluster report",
        "workload,         image outputs manifest connection rollout cluster report",
        "image,            workload outputs manifest connection rollout cluster report",
        "outputs,          manifest connection rollout cluster",
        "manifest,         image outputs connection rollout cluster report",
        "connection,       workload image outputs manifest rollout cluster report",
        "rollout,          workload image outputs cluster report",
        "cluster,          image outputs manifest rollout report",
        "cluster.offers,   image outputs manifest rollout report",
        "report,           workload image cluster outputs",
    })
    void packagesDependOnlyOnAllowedPackages(String from, String never) {
        String[] forbidden = Set.of(never.split(" ")).stream()
                .map(name ->
                        ROOT + "." + name + (from.equals("workload.binding") && name.equals("workload") ? "" : ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"image", "manifest", "connection", "rollout", "cluster.offers"})
    void engineDoesNotDependOnJenkins(String engine) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + engine + "..")
                // Generated, with an annotation of Jenkins' access modifiers in the standard build.
                .and(com.tngtech.archunit.base.DescribedPredicate.not(simpleName("Messages")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "hudson..",
                        "jenkins..",
                        "org.jenkinsci..",
                        "org.kohsuke..",
                        "com.cloudbees..",
                        "net.sf.json.."))
                .check(CLASSES);
    }

    /** Stapler answers the web with every public method whose name begins so. */
    private static final ArchRule WEB_METHODS = methods()
            .that()
            .haveNameMatching("do[A-Z].*")
            .and()
            .arePublic()
            .should()
            .beAnnotatedWith(POST.class)
            .andShould(checkAPermission());

    @Test
    void webMethodsRequirePostAndPermissionCheckOnItem() {
        WEB_METHODS.check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(classes = {WithoutPost.class, WithoutCheck.class, ChecksAnother.class, AnyItem.class})
    void ruleFindsWebMethodWithoutPostOrCheck(Class<?> careless) {
        assertThat(WEB_METHODS
                        .evaluate(new ClassFileImporter().importClasses(careless))
                        .hasViolation())
                .isTrue();
    }

    static class WithoutPost {
        public boolean doFillXItems(@AncestorInPath Item item) {
            return item.hasPermission(Item.CONFIGURE);
        }
    }

    static class WithoutCheck {
        @POST
        public String doSuggest(@AncestorInPath Item item) {
            return item.getFullName();
        }
    }

    static class ChecksAnother {
        @POST
        public boolean doTestConnection(@AncestorInPath Item item) {
            return Jenkins.get().hasPermission(Item.CONFIGURE);
        }
    }

    static class AnyItem {
        @POST
        public boolean doCheckX(Item item) {
            return item.hasPermission(Item.CONFIGURE);
        }
    }

    private static ArchCondition<JavaMethod> checkAPermission() {
        return new ArchCondition<>("check a permission on the item that they are called for") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<JavaParameter> items = method.getParameters().stream()
                        .filter(parameter -> parameter.getRawType().isAssignableTo(Item.class))
                        .toList();
                boolean ancestor = items.stream().allMatch(item -> item.isAnnotatedWith(AncestorInPath.class));
                boolean checks = calls(method, items.isEmpty() ? Jenkins.class : Item.class, 3);
                events.add(new SimpleConditionEvent(
                        method,
                        ancestor && checks,
                        method.getFullName() + (checks ? " checks" : " does not check") + " a permission, on "
                                + (ancestor ? "what it is called for" : "an item that anybody can name")));
            }
        };
    }

    /** Itself, or through what it calls in this plugin. */
    private static boolean calls(JavaMethod method, Class<?> checked, int depth) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> {
            JavaClass owner = call.getTargetOwner();
            return Set.of("hasPermission", "checkPermission").contains(call.getName()) && owner.isAssignableTo(checked)
                    || depth > 0
                            && owner.getPackageName().startsWith(ROOT)
                            && call.getTarget()
                                    .resolveMember()
                                    .filter(JavaMethod.class::isInstance)
                                    .map(JavaMethod.class::cast)
                                    .filter(target -> calls(target, checked, depth - 1))
                                    .isPresent();
        });
    }
}
