package io.jenkins.plugins.deployworkload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "workload.binding, workload manifest connection rollout cluster report",
        "workload,         image manifest connection rollout cluster report",
        "image,            workload manifest connection rollout cluster report",
        "manifest,         image connection rollout cluster report",
        "connection,       workload image manifest rollout cluster report",
        "rollout,          workload image cluster report",
        "cluster,          image manifest rollout report",
        "report,           workload image cluster",
    })
    void aPackageKnowsOnlyThoseToItsLeft(String from, String never) {
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
    @CsvSource({"image", "manifest", "connection", "rollout"})
    void theEngineKnowsNothingOfJenkins(String engine) {
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

    @Test
    void theWebIsAnsweredOnPostAndAfterAPermissionCheck() {
        methods()
                .that()
                .haveNameMatching("do(Check|Fill|Test|AutoComplete).*")
                .should()
                .beAnnotatedWith(POST.class)
                .andShould(checkAPermission())
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> checkAPermission() {
        return new ArchCondition<>("check a permission") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean checks = calls(method, 3);
                events.add(new SimpleConditionEvent(
                        method,
                        checks,
                        method.getFullName() + (checks ? " checks" : " does not check") + " a permission"));
            }
        };
    }

    /** Itself, or through what it calls in this plugin. */
    private static boolean calls(JavaMethod method, int depth) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> {
            JavaClass owner = call.getTargetOwner();
            return Set.of("hasPermission", "checkPermission").contains(call.getName())
                    || depth > 0
                            && owner.getPackageName().startsWith(ROOT)
                            && call.getTarget()
                                    .resolveMember()
                                    .filter(JavaMethod.class::isInstance)
                                    .map(JavaMethod.class::cast)
                                    .filter(target -> calls(target, depth - 1))
                                    .isPresent();
        });
    }
}
