package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configurations of the earlier form become an access rule that allows the same. */
class EarlierClusterPropertiesTest {

    private final Cluster earlier = new Cluster("prod");

    @Test
    void becomesOneRule() {
        earlier.setNamespace("shop");
        earlier.setAllowedJobs(List.of("shop/**", "tools"));
        earlier.setAllowedNamespaces(List.of("shop-*"));

        Cluster migrated = earlier.migrated();

        AccessRule rule = migrated.getAccessRules().getFirst();
        assertThat(migrated.getAccessRules()).hasSize(1);
        assertThat(TreeWriter.toTree(rule))
                .hasToString("{\"jobs\":[\"shop/**\",\"tools\"],\"namespaces\":[\"shop\",\"shop-*\"],"
                        + "\"podSecurity\":\"privileged\",\"kinds\":[\"*\"],\"serviceTypes\":[\"ClusterIP\",\"NodePort\","
                        + "\"LoadBalancer\",\"ExternalName\",\"externalIPs\"],\"referencedNamespaces\":[\"*\"],"
                        + "\"options\":[\"adopt\",\"forceConflicts\"],\"pullRequests\":\"all\"}");
        assertThat(migrated.migrated().getAccessRules()).containsExactly(rule);
        assertThat(ObjectPolicy.forbiddenOptions(
                        migrated.findRule("tools", "shop-1").orElseThrow().policy(),
                        RolloutOptions.defaults().withAdopt(true).withForceConflicts(true)))
                .isEmpty();
    }

    @Test
    void allowsTheDefaultNamespaceOnlyWithoutOthers() {
        earlier.setNamespace("shop");
        earlier.setAllowedJobs(List.of("**"));

        Cluster migrated = earlier.migrated();

        assertThat(migrated.allowsNamespace("web", "shop")).isTrue();
        assertThat(migrated.allowsNamespace("web", "shop-1")).isFalse();
    }

    @Test
    void allowsNothingWithoutJobs() {
        earlier.setNamespace("shop");
        earlier.setAllowedNamespaces(List.of("*"));

        assertThat(earlier.migrated().getAccessRules()).isEmpty();
        assertThat(new Cluster("prod").migrated().getAccessRules()).isEmpty();
    }
}
