package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clusters of the global configuration: by code and by form. */
@WithJenkinsConfiguredWithCode
class ClusterConfigurationITest {

    @Test
    @ConfiguredWithCode("clusters.yaml")
    void isConfiguredAndExportedAsCode(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(ClusterConfiguration.get().getClusters()).singleElement().satisfies(cluster -> {
            assertThat(cluster.getName()).isEqualTo("prod");
            assertThat(cluster.getServer()).isEqualTo("https://10.0.0.1:6443");
            assertThat(cluster.getCredentialsId()).isEqualTo("k8s");
            assertThat(cluster.getAllowedJobs()).containsExactly("shop/**", "tools");
        });
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("deployWorkload:")
                .contains("server: \"https://10.0.0.1:6443\"")
                .contains("- \"shop/**\"");
    }

    @Test
    void theFormKeepsEveryValue(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        Cluster before = new Cluster("prod", "https://10.0.0.1:6443");
        before.setCaCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        before.setNamespace("shop");
        before.setAllowedJobs(List.of("shop/**", "tools"));
        ClusterConfiguration.get().setClusters(List.of(before, new Cluster("test", "https://10.0.0.2:6443")));

        jenkins.configRoundtrip();

        List<Cluster> after = ClusterConfiguration.get().getClusters();
        assertThat(after).extracting(Cluster::getName).containsExactly("prod", "test");
        assertThat(Tree.of(after.get(0))).isEqualTo(Tree.of(before));
    }

    @Test
    void nobodyMayUseAClusterUntilSaid(JenkinsConfiguredWithCodeRule jenkins) {
        Cluster cluster = new Cluster("prod", "https://10.0.0.1:6443");
        assertThat(cluster.allows("shop/web")).isFalse();
    }
}
