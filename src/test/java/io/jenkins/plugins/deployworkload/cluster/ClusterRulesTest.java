package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedOption;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRulesTest {

    private static final String JOB = "shop/web";

    private final Cluster cluster = new Cluster("prod");

    private AccessRule allow(String job, String... namespaces) {
        AccessRule rule = new AccessRule(List.of(job));
        rule.setNamespaces(List.of(namespaces));
        List<AccessRule> rules = new ArrayList<>(cluster.getAccessRules());
        rules.add(rule);
        cluster.setAccessRules(rules);
        return rule;
    }

    private void check(String namespace, List<Workload> workloads) throws AbortException {
        ClusterRules.check(cluster, JOB, namespace, null, RolloutOptions.defaults(), workloads);
    }

    private List<String> problems() {
        Problems problems = new Problems();
        Validator.check(cluster, "", problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static List<Workload> workloads(String protocol) throws Exception {
        return YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: nginx}]
                services: [{ports: [{name: a, port: 80}, {name: b, port: 81, protocol: %s}]}]
                """.formatted(protocol), "test.yaml", Workload.class);
    }

    @Test
    void requiresAServerUnlessTheCredentialProvidesOne() {
        assertThat(problems()).singleElement().asString().contains("server").contains("is required");
        cluster.setCredentialsId("kubeconfig");
        assertThat(problems()).isEmpty();
        cluster.setCredentialsId(null);
        cluster.setInCluster(true);
        assertThat(problems()).isEmpty();
        cluster.setInCluster(false);
        cluster.setServer("https://10.0.0.1:6443");
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://dashboard.example.com/#/{kind}/{namespace}/{name},  true",
        "http://10.0.0.1:8001/{namespace}?name={name},               true",
        "https://dashboard.example.com/,                             true",
        "javascript:alert(1),                                        false",
        "ftp://dashboard.example.com/{name},                         false",
        "https://{name}.example.com/,                                false",
        "https://example.com:{name}/,                                false",
        "https://user@example.com/{name},                            false",
        "//example.com/{name},                                       false",
        "https://example.com/{unknown},                              false",
        "dashboard,                                                  false",
    })
    void dashboardIsUrlWithPlaceholdersInItsPath(String pattern, boolean isAllowed) {
        cluster.setServer("https://10.0.0.1");
        cluster.setDashboardUrl(pattern);

        if (isAllowed) {
            assertThat(problems()).isEmpty();
        } else {
            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("dashboardUrl", pattern, "expected https://HOST/PATH", "{namespace}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listSecrets", "sctp", "inCluster", "proxy"})
    void falseCheckboxAllowsNothing(String property) throws Exception {
        // Set the field directly, like XStream does if the configuration file contains "false".
        Field field = Cluster.class.getDeclaredField(property);
        field.setAccessible(true);
        assertThat(enabledProperties()).isEmpty();
        field.set(cluster, false);
        assertThat(enabledProperties()).isEmpty();
        field.set(cluster, true);
        assertThat(enabledProperties()).containsExactly(property);
    }

    private List<String> enabledProperties() {
        return Stream.of(
                        cluster.allowsListingSecrets() ? "listSecrets" : null,
                        cluster.supportsSctp() ? "sctp" : null,
                        cluster.usesInClusterAccount() ? "inCluster" : null,
                        cluster.usesProxy() ? "proxy" : null)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void copyIsIndependent() {
        cluster.setServer("https://10.0.0.1");
        allow("**");
        cluster.setListSecrets(true);
        Cluster copy = cluster.copy();
        assertThat(TreeWriter.toTree(copy)).isEqualTo(TreeWriter.toTree(cluster));
        copy.setAccessRules(List.of());
        copy.setServer("https://other");
        assertThat(cluster.allowsJob("web")).isTrue();
        assertThat(cluster.getServer()).isEqualTo("https://10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1, https://10.0.0.1:443, true",
        "https://10.0.0.1:6443/, HTTPS://10.0.0.1:6443, true",
        "https://API.example/a, https://api.example/a, true",
        "https://api.example/a, https://api.example/b, false",
        "https://10.0.0.1, https://10.0.0.1:6443, false",
        "https://10.0.0.1, http://10.0.0.1:443, false",
    })
    void comparesServerAddresses(String one, String other, boolean same) {
        assertThat(ConnectionConfigFactory.isSameServer(one, other)).isEqualTo(same);
    }

    @Test
    void refusesTwoAccounts() {
        cluster.setInCluster(true);
        cluster.setCredentialsId("token");
        assertThat(problems()).singleElement().asString().contains("inCluster").contains("only one of them");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        cluster.setServer("http://10.0.0.1");
        cluster.setCaCertificate("not PEM");
        allow("shop/**", "shop-*", "Shop");
        assertThat(problems())
                .hasSize(3)
                .anyMatch(problem ->
                        problem.startsWith("accessRules[0].namespaces[1]: \"Shop\" is not a namespace pattern"));
    }

    @Test
    void allowsOnlyTheNamespacesOfTheRulesOfAJob() {
        cluster.setNamespace("shop");
        allow("shop/**", "shop", "test-*");
        allow("shop/web");
        allow("tools", "kube-system");
        assertThatCode(() -> check("shop", List.of())).doesNotThrowAnyException();
        assertThatCode(() -> check("test-1", List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("kube-system", List.of()))
                .isInstanceOf(AbortException.class)
                .hasMessage(
                        "namespace: the access rules of the cluster \"prod\" do not allow the job \"shop/web\" to deploy"
                                + " to \"kube-system\"; allowed namespaces: shop, test-*");
    }

    @Test
    void refusesEveryNamespaceWhenNoneIsAllowed() {
        allow("shop/**");
        assertThatThrownBy(() -> check("default", List.of()))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("none (an administrator configures");
    }

    @Test
    void refusesOptionsAndCredentialsThatTheRuleDoesNotAllow() {
        AccessRule rule = allow("shop/**", "shop");
        rule.setOptions(List.of(AllowedOption.adopt));
        rule.setJobCredentials(false);
        RolloutOptions options = RolloutOptions.defaults()
                .withAdopt(true)
                .withForceConflicts(true)
                .withPrune(true);
        assertThatThrownBy(() -> ClusterRules.check(cluster, JOB, "shop", "mine", options, List.of()))
                .isInstanceOf(AbortException.class)
                .hasMessage(
                        "credentialsId: access rule 1 of the cluster \"prod\" does not allow credentials of jobs; leave"
                                + " the field empty to deploy with the credential of the cluster\n"
                                + "forceConflicts: not allowed by access rule 1 of the cluster \"prod\"; an administrator can allow"
                                + " it there");
        rule.setOptions(List.of(AllowedOption.forceConflicts, AllowedOption.adopt));
        assertThatCode(() -> ClusterRules.check(cluster, JOB, "shop", " ", options, List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesSctpContainerPortsUnlessTheClusterSupportsSctp() throws Exception {
        allow("**", "shop");
        List<Workload> sctp = YamlReader.read("""
                name: web
                controller: {single: }
                containers:
                  - {name: side, image: nginx}
                  - {name: app, image: nginx, ports: [{containerPort: 80}, {containerPort: 81, protocol: SCTP}]}
                """, "test.yaml", Workload.class);
        assertThatThrownBy(() -> check("shop", sctp))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("web: containers[1].ports[1].protocol: ");
        cluster.setSctp(true);
        assertThatCode(() -> check("shop", sctp)).doesNotThrowAnyException();
    }

    @Test
    void refusesSctpPortsOfInitContainersUnlessTheClusterSupportsSctp() throws Exception {
        allow("**", "shop");
        List<Workload> sctp = YamlReader.read("""
                name: web
                controller: {single: }
                initContainers:
                  - {name: setup, image: nginx}
                  - {name: proxy, image: nginx, restartPolicy: Always, ports: [{containerPort: 81, protocol: SCTP}]}
                containers: [{name: app, image: nginx}]
                """, "test.yaml", Workload.class);
        assertThatThrownBy(() -> check("shop", sctp))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("web: initContainers[1].ports[0].protocol: ");
        cluster.setSctp(true);
        assertThatCode(() -> check("shop", sctp)).doesNotThrowAnyException();
    }

    @Test
    void refusesSctpServicePortsUnlessTheClusterSupportsSctp() throws Exception {
        allow("**", "shop");
        List<Workload> sctp = workloads("SCTP");
        assertThatThrownBy(() -> check("shop", sctp))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("web: services[0].ports[1].protocol: ")
                .hasMessageContaining("SCTP");
        cluster.setSctp(true);
        assertThatCode(() -> check("shop", sctp)).doesNotThrowAnyException();
        cluster.setSctp(false);
        assertThatCode(() -> check("shop", workloads("UDP"))).doesNotThrowAnyException();
    }
}
