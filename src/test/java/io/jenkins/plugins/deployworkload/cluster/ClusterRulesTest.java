package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Checker;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterRulesTest {

    private final Cluster cluster = new Cluster("prod");

    private List<String> problems() {
        Problems problems = new Problems();
        Checker.check(cluster, "", problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static List<Workload> workloads(String protocol) throws Exception {
        return YamlFile.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: nginx}]
                service: {ports: [{name: a, port: 80}, {name: b, port: 81, protocol: %s}]}
                """.formatted(protocol), "test.yaml", Workload.class);
    }

    @Test
    void needsAnAddressUnlessTheAccountBringsOne() {
        assertThat(problems()).singleElement().asString().contains("server").contains("is needed");
        cluster.setCredentialsId("kubeconfig");
        assertThat(problems()).isEmpty();
        cluster.setCredentialsId(null);
        cluster.setInCluster(true);
        assertThat(problems()).isEmpty();
        cluster.setInCluster(false);
        cluster.setServer("https://10.0.0.1:6443");
        assertThat(problems()).isEmpty();
    }

    @Test
    void hasOneAccountOnly() {
        cluster.setInCluster(true);
        cluster.setCredentialsId("token");
        assertThat(problems()).singleElement().asString().contains("inCluster").contains("only one of them");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        cluster.setServer("http://10.0.0.1");
        cluster.setCaCertificate("no PEM");
        cluster.setAllowedNamespaces(List.of("shop-*", "Shop"));
        assertThat(problems()).hasSize(3).anyMatch(problem -> problem.contains("allowedNamespaces[1]"));
    }

    @Test
    void jobsMayDeployToTheDefaultNamespaceAndTheAllowedOnes() {
        cluster.setNamespace("shop");
        cluster.setAllowedNamespaces(List.of("test-*"));
        assertThatCode(() -> ClusterRules.check(cluster, "shop", List.of())).doesNotThrowAnyException();
        assertThatCode(() -> ClusterRules.check(cluster, "test-1", List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> ClusterRules.check(cluster, "kube-system", List.of()))
                .isInstanceOf(AbortException.class)
                .hasMessage("namespace: jobs may not deploy to \"kube-system\" of the cluster \"prod\", but to:"
                        + " shop, test-*");
    }

    @Test
    void withoutAnyNamespaceNothingIsDeployed() {
        assertThatThrownBy(() -> ClusterRules.check(cluster, "default", List.of()))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("none (an administrator says");
    }

    @Test
    void sctpNeedsANetworkThatCarriesIt() throws Exception {
        cluster.setNamespace("shop");
        List<Workload> sctp = workloads("SCTP");
        assertThatThrownBy(() -> ClusterRules.check(cluster, "shop", sctp))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("web: service.ports[1].protocol: ")
                .hasMessageContaining("SCTP");
        cluster.setSctp(true);
        assertThatCode(() -> ClusterRules.check(cluster, "shop", sctp)).doesNotThrowAnyException();
        cluster.setSctp(false);
        assertThatCode(() -> ClusterRules.check(cluster, "shop", workloads("UDP")))
                .doesNotThrowAnyException();
    }
}
