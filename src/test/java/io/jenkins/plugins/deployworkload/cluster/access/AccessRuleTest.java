package io.jenkins.plugins.deployworkload.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {

    private final AccessRule rule = new AccessRule(List.of(" shop/** "));

    private static List<String> problems(AccessRule rule) {
        Problems problems = new Problems();
        Validator.check(rule, "", problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void hasRestrictiveDefaults() {
        assertThat(rule.effectivePodSecurity()).isEqualTo(PodSecurityStandard.baseline);
        assertThat(rule.effectivePullRequests()).isEqualTo(PullRequests.none);
        assertThat(rule.effectiveOwner()).isEqualTo(OwnerScope.job);
        assertThat(rule.getOptions()).isEmpty();
        assertThat(rule.getReferencedNamespaces()).isEmpty();
        assertThat(rule.requiresDigests()).isFalse();
        assertThat(rule.allowsContainerLogs()).isTrue();
        assertThat(rule.allowsJobCredentials()).isTrue();
        assertThat(problems(rule)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "shop/web, shop,   shop,  true",
        "shop/web, shop-1, shop,  false",
        "web,      shop,   shop,  false",
        "shop/web, shop,   other, false",
        "shop/web, shop,   ,      false",
    })
    void isForTheDefaultNamespaceByDefault(String job, String namespace, String defaultNamespace, boolean expected) {
        assertThat(rule.matches(job, namespace, defaultNamespace)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"shop/web, shop-1, true", "shop/web, shop, false", "tools, shop-1, false"})
    void isForItsNamespacesOnly(String job, String namespace, boolean expected) {
        rule.setNamespaces(List.of(" shop-* "));

        assertThat(rule.matches(job, namespace, "shop")).isEqualTo(expected);
    }

    @Test
    void requiresJobs() {
        assertThat(problems(new AccessRule(null))).singleElement().asString().startsWith("jobs: ");
        assertThat(problems(new AccessRule(List.of())))
                .singleElement()
                .asString()
                .startsWith("jobs: ");
    }

    @Test
    void refusesInvalidPatterns() {
        AccessRule invalid = new AccessRule(Arrays.asList("shop", "/shop/**", null));
        invalid.setNamespaces(List.of("Shop"));
        invalid.setImages(List.of("nginx"));
        invalid.setKinds(List.of("deployments.apps"));
        invalid.setServiceAccounts(List.of("Web"));
        invalid.setReferencedNamespaces(List.of(""));

        assertThat(problems(invalid))
                .extracting(problem -> problem.replaceAll(": .*", ""))
                .containsExactly(
                        "jobs[1]",
                        "jobs[2]",
                        "namespaces[0]",
                        "images[0]",
                        "kinds[0]",
                        "serviceAccounts[0]",
                        "referencedNamespaces[0]");
    }

    /** Jenkins saves these values as plain XML, which administrators can edit. */
    @Test
    void savesOnlyPlainValues() throws Exception {
        rule.setNamespaces(List.of("shop"));
        rule.setServiceTypes(List.of(AllowedServiceType.ClusterIP));
        rule.setOptions(List.of(AllowedOption.adopt));
        rule.setPodSecurity(PodSecurityStandard.restricted);
        rule.setRequireDigests(true);

        for (Field field : AccessRule.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                Object value = field.get(rule);
                assertThat(value == null
                                || value instanceof Enum
                                || List.of(Boolean.class, ArrayList.class).contains(value.getClass()))
                        .as(field.getName())
                        .isTrue();
            }
        }
    }
}
