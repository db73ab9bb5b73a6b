package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.cluster.registries.ContainerRegistry;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the global configuration of clusters, from Configuration as Code and from the form. */
@WithJenkinsConfiguredWithCode
class ClusterConfigurationITest {

    /** The revision key of {@code clusters.yaml}. */
    private static final String KEY = "a revision key for tests, 32 bytes or more";

    private static List<ObjectNode> configured() {
        return ClusterConfiguration.get().getClusters().stream()
                .map(TreeWriter::toTree)
                .toList();
    }

    private static List<ObjectNode> registries() {
        return ClusterConfiguration.get().getRegistries().stream()
                .map(TreeWriter::toTree)
                .toList();
    }

    @Test
    @ConfiguredWithCode("clusters.yaml")
    void configurationAsCodeRoundTrips(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path folder) throws Exception {
        List<ObjectNode> expected = configured();
        assertThat(expected).hasSize(2);
        assertThat(expected.get(0).size() + 1)
                .as("all properties except inCluster, which excludes credentialsId")
                .isEqualTo(SectionModel.of(Cluster.class).parameters().size());
        assertThat(expected.get(0).at("/accessRules/0").size())
                .as("all properties")
                .isEqualTo(SectionModel.of(AccessRule.class).parameters().size());
        assertThat(expected.get(1).toString())
                .isEqualTo("{\"name\":\"here\",\"inCluster\":true,\"namespace\":\"jenkins\"}");

        List<ObjectNode> expectedRegistries = registries();
        assertThat(expectedRegistries).hasSize(2);
        assertThat(expectedRegistries.get(0).size())
                .as("all properties")
                .isEqualTo(SectionModel.of(ContainerRegistry.class).parameters().size());

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        ClusterConfiguration.get().setClusters(List.of());
        ClusterConfiguration.get().setRegistries(List.of());
        ClusterConfiguration.get().setRevisionKey(null);
        ClusterConfiguration.get().setPublishChecks(true);
        Path file = Files.write(folder.resolve("exported.yaml"), exported.toByteArray());
        String section = Files.readString(file)
                .replaceAll("(?s).*?(unclassified:\n).*?(  deployWorkload:\n(?:    .*\n)+).*", "$1$2");
        Files.writeString(file, section);
        ConfigurationAsCode.get().configure(file.toString());

        assertThat(configured()).isEqualTo(expected);
        assertThat(registries()).isEqualTo(expectedRegistries);
        assertThat(section).doesNotContain("proxy: false").doesNotContain(KEY);
        assertThat(Secret.toString(ClusterConfiguration.get().getRevisionKey())).isEqualTo(KEY);
        assertThat(ClusterConfiguration.get().publishesChecks()).isFalse();
    }

    @Test
    @ConfiguredWithCode("clusters.yaml")
    void formRoundTrips(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        List<ObjectNode> expected = configured();
        List<ObjectNode> expectedRegistries = registries();

        jenkins.configRoundtrip();

        assertThat(configured()).isEqualTo(expected);
        assertThat(registries()).isEqualTo(expectedRegistries);
        assertThat(Secret.toString(ClusterConfiguration.get().getRevisionKey())).isEqualTo(KEY);
        assertThat(ClusterConfiguration.get().publishesChecks()).isFalse();
    }

    @Test
    void publishesChecksByDefault(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(ClusterConfiguration.get().publishesChecks()).isTrue();

        jenkins.configRoundtrip();

        assertThat(ClusterConfiguration.get().publishesChecks()).isTrue();
        ClusterConfiguration.get().setPublishChecks(false);
        ClusterConfiguration.get().load();
        assertThat(ClusterConfiguration.get().publishesChecks()).as("saved").isFalse();
    }

    @Test
    void refusesAllClustersIfOneIsInvalid(JenkinsConfiguredWithCodeRule jenkins) {
        Cluster valid = new Cluster("prod");
        valid.setServer("https://10.0.0.1:6443");
        ClusterConfiguration.get().setClusters(List.of(valid));
        Cluster invalid = new Cluster("prod");
        invalid.setServer("10.0.0.1");
        assertThatThrownBy(() -> ClusterConfiguration.get().setClusters(List.of(valid, invalid)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clusters[1].name")
                .hasMessageContaining("clusters[1].server");
        assertThat(configured()).containsExactly(TreeWriter.toTree(valid));
    }

    @Test
    void refusesBothFormsOfTheAccessOfJobs(JenkinsConfiguredWithCodeRule jenkins) {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://10.0.0.1:6443");
        cluster.setAllowedJobs(List.of("**"));
        cluster.setAccessRules(List.of(new AccessRule(List.of("shop/**"))));
        assertThatThrownBy(() -> ClusterConfiguration.get().setClusters(List.of(cluster)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clusters[0].accessRules: cannot be combined with allowedJobs and allowedNamespaces of the"
                        + " earlier form; write only accessRules");
    }

    @Test
    void refusesTwoConfigurationsOfOneRegistry(JenkinsConfiguredWithCodeRule jenkins) {
        List<ContainerRegistry> twice =
                List.of(new ContainerRegistry("docker.io"), new ContainerRegistry("https://index.docker.io"));
        assertThatThrownBy(() -> ClusterConfiguration.get().setRegistries(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("registries[1].address: duplicate registry \"docker.io\"");
        assertThat(registries()).isEmpty();
    }

    @Test
    void refusesShortRevisionKey(JenkinsConfiguredWithCodeRule jenkins) {
        Secret valid = Secret.fromString(KEY);
        ClusterConfiguration.get().setRevisionKey(valid);
        assertThatThrownBy(() -> ClusterConfiguration.get().setRevisionKey(Secret.fromString("a".repeat(31) + " ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "revision key: too short; use at least 32 bytes, such as the output of \"openssl rand -base64"
                                + " 48\"");
        assertThat(ClusterConfiguration.get().getRevisionKey()).isEqualTo(valid);
        ClusterConfiguration.get().setRevisionKey(Secret.fromString(" "));
        assertThat(ClusterConfiguration.get().getRevisionKey()).isNull();
    }

    @Test
    void allowsNoJobsByDefault(JenkinsConfiguredWithCodeRule jenkins) {
        assertThat(new Cluster("prod").allowsJob("shop/web")).isFalse();
    }
}
