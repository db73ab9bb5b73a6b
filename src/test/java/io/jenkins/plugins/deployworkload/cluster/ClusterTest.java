package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

    /**
     * Jenkins saves strings, Booleans and ArrayLists as plain XML, which administrators can edit. Jenkins would save a
     * list of another class as serialized Java.
     */
    @Test
    void savesOnlyStringsBooleansAndLists() throws Exception {
        Cluster configured = new Cluster("configured");
        configured.setInCluster(true);
        configured.setAccessRules(List.of(new AccessRule(List.of("shop/**"))));

        for (Cluster cluster : List.of(configured, configured.copy(), new Cluster("default").copy())) {
            for (Field field : Cluster.class.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    field.setAccessible(true);
                    Object value = field.get(cluster);
                    assertThat(value == null
                                    || List.of(String.class, Boolean.class, ArrayList.class)
                                            .contains(value.getClass()))
                            .as("%s of %s: %s", field.getName(), cluster.getName(), value)
                            .isTrue();
                }
            }
        }
        assertThat(configured.copy().getAccessRules()).hasSize(1);
        assertThat(new Cluster("default").copy().getAccessRules()).isEmpty();
    }

    @Test
    void oneRuleDecidesAboutSeveralNamespacesUnlessAnEarlierOneDecidesAboutOneOfThem() {
        Cluster cluster = new Cluster("prod");
        AccessRule system = rule("platform/*", "kube-system");
        AccessRule all = rule("platform/*", "*");
        cluster.setAccessRules(List.of(system, all));

        assertThat(cluster.hasSameRule("platform/metrics", "monitoring", "logging"))
                .isTrue();
        assertThat(cluster.hasSameRule("platform/metrics", "monitoring", "kube-system"))
                .isFalse();
        assertThat(cluster.hasSameRule("platform/metrics", "kube-system", "kube-system"))
                .isTrue();
        assertThat(cluster.hasSameRule("shop/web", "monitoring", "logging")).isFalse();
    }

    @Test
    void firstMatchingRuleDecidesAlone() {
        Cluster cluster = new Cluster("prod");
        cluster.setNamespace("shop");
        AccessRule main = rule("shop/web/main", "shop", "shop-*");
        AccessRule web = rule("shop/web/*", "shop-test");
        AccessRule all = rule("**");
        cluster.setAccessRules(List.of(main, web, all));

        assertThat(cluster.findRule("shop/web/main", "shop-test")).contains(new MatchedRule(main, 1, "prod"));
        assertThat(cluster.findRule("shop/web/PR-1", "shop-test")).contains(new MatchedRule(web, 2, "prod"));
        assertThat(cluster.findRule("shop/web/PR-1", "shop")).contains(new MatchedRule(all, 3, "prod"));
        assertThat(cluster.findRule("shop/web/PR-1", "shop-other")).isEmpty();
        assertThat(new MatchedRule(web, 2, "prod").label()).isEqualTo("access rule 2 of the cluster \"prod\"");
    }

    private static AccessRule rule(String job, String... namespaces) {
        AccessRule rule = new AccessRule(List.of(job));
        rule.setNamespaces(List.of(namespaces));
        return rule;
    }
}
