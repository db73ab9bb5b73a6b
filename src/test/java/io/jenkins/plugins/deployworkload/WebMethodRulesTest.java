package io.jenkins.plugins.deployworkload;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/** Tests that every method that Stapler exposes as a URL requires POST and checks a permission. */
class WebMethodRulesTest {

    /** The maximum depth of calls, from a web method, in which the test searches for a permission check. */
    private static final int MAX_CALL_DEPTH = 3;

    /** The rule for web methods. Stapler exposes every public method whose name matches this pattern as a URL. */
    private static final ArchRule WEB_METHODS = methods()
            .that()
            .haveNameMatching("do[A-Z].*")
            .and()
            .arePublic()
            .should()
            .beAnnotatedWith(POST.class)
            .andShould(checkPermission());

    @Test
    void webMethodsRequirePostAndPermissionCheckOnItem() {
        WEB_METHODS.check(ArchitectureTest.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {WithoutPost.class, WithoutCheck.class, ChecksGlobalPermissionOnly.class, ItemFromRequest.class})
    void methodsWithoutPostOrPermissionCheckAreFound(Class<?> violating) {
        assertThat(WEB_METHODS
                        .evaluate(new ClassFileImporter().importClasses(violating))
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

    static class ChecksGlobalPermissionOnly {
        @POST
        public boolean doTestConnection(@AncestorInPath Item item) {
            return Jenkins.get().hasPermission(Item.CONFIGURE);
        }
    }

    static class ItemFromRequest {
        @POST
        public boolean doCheckX(Item item) {
            return item.hasPermission(Item.CONFIGURE);
        }
    }

    private static ArchCondition<JavaMethod> checkPermission() {
        return new ArchCondition<>("check a permission on the item in their URL") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<JavaParameter> items = method.getParameters().stream()
                        .filter(parameter -> parameter.getRawType().isAssignableTo(Item.class))
                        .toList();
                boolean fromUrl = items.stream().allMatch(item -> item.isAnnotatedWith(AncestorInPath.class));
                boolean checks = calls(method, items.isEmpty() ? Jenkins.class : Item.class, MAX_CALL_DEPTH);
                events.add(new SimpleConditionEvent(
                        method,
                        fromUrl && checks,
                        method.getFullName() + (checks ? " checks" : " does not check") + " a permission, on "
                                + (fromUrl ? "the item in its URL" : "an item that the request names")));
            }
        };
    }

    /** Whether the method, or a method of this plugin that it calls, checks a permission on an object of the given type. */
    private static boolean calls(JavaMethod method, Class<?> type, int depth) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> {
            JavaClass owner = call.getTargetOwner();
            return Set.of("hasPermission", "checkPermission").contains(call.getName()) && owner.isAssignableTo(type)
                    || depth > 0
                            && owner.getPackageName().startsWith(ArchitectureTest.ROOT)
                            && call.getTarget()
                                    .resolveMember()
                                    .filter(JavaMethod.class::isInstance)
                                    .map(JavaMethod.class::cast)
                                    .filter(target -> calls(target, type, depth - 1))
                                    .isPresent();
        });
    }
}
