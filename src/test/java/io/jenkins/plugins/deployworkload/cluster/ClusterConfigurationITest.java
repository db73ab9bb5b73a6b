package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clusters of the global configuration: by code and by form. */
@WithJenkinsConfiguredWithCode
class ClusterConfigurationITest {

    private static List<ObjectNode> configured() {
        return ClusterConfiguration.get().getClusters().stream()
                .map(TreeWriter::toTree)
                .toList();
    }

    @Test
    @ConfiguredWithCode("clusters.yaml")
    void configurationAsCodeRoundTrips(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path folder) throws Exception {
        List<ObjectNode> before = configured();
        assertThat(before).hasSize(2);
        assertThat(before.get(0).size() + 1)
                .as("all properties but the other account")
                .isEqualTo(SectionModel.of(Cluster.class).parameters().size());
        assertThat(before.get(1).toString())
                .isEqualTo("{\"name\":\"here\",\"inCluster\":true,\"namespace\":\"jenkins\"}");

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        ClusterConfiguration.get().setClusters(List.of());
        Path file = Files.write(folder.resolve("exported.yaml"), exported.toByteArray());
        String section = Files.readString(file)
                .replaceAll("(?s).*?(unclassified:\n).*?(  deployWorkload:\n(?:    .*\n)+).*", "$1$2");
        Files.writeString(file, section);
        ConfigurationAsCode.get().configure(file.toString());

        assertThat(configured()).isEqualTo(before);
        assertThat(section).doesNotContain("proxy: false");
    }

    @Test
    @ConfiguredWithCode("clusters.yaml")
    void formRoundTrips(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        List<ObjectNode> before = configured();

        jenkins.configRoundtrip();

        assertThat(configured()).isEqualTo(before);
    }

    @Test
    void refusesAllClustersIfOneIsInvalid(JenkinsConfiguredWithCodeRule jenkins) {
        Cluster good = new Cluster("good");
        good.setServer("https://10.0.0.1:6443");
        ClusterConfiguration.get().setClusters(List.of(good));
        Cluster bad = new Cluster("good");
        bad.setServer("10.0.0.1");
        assertThatThrownBy(() -> ClusterConfiguration.get().setClusters(List.of(good, bad)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clusters[1].name")
                .hasMessageContaining("clusters[1].server");
        assertThat(configured()).containsExactly(TreeWriter.toTree(good));
    }

    @Test
    void allowsNoJobsByDefault(JenkinsConfiguredWithCodeRule jenkins) {
        assertThat(new Cluster("prod").allowsJob("shop/web")).isFalse();
    }
}
