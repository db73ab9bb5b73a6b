package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class DeployPermissionTest {

    private final ControlPlane plane = SharedControlPlane.get();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "single: {}",
                "deployment: {replicas: 2, autoscaling: {maxReplicas: 3, cpuUtilization: 80}}",
                "statefulSet: {replicas: 2, autoscaling: {maxReplicas: 3, cpuUtilization: 80}}",
                "daemonSet: {}",
                "job: {}",
                "cronJob: {schedule: '0 3 * * *'}",
            })
    void requiredPermissionsSufficeForEveryController(String controller) throws Exception {
        String service = controller.matches("(job|cronJob).*")
                ? ""
                : "services: [{ports: [{port: 80}]}]\npodDisruptionBudget: {minAvailable: 1}";
        Workload workload = YamlReader.read("""
                name: web
                controller: {%s}
                containers: [{name: app, image: nginx, resources: {requests: {cpu: 100m}}}]
                %s
                """.formatted(controller, service), "test.yaml", Workload.class)
                .get(0);
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        try (Roles roles = new Roles(plane)) {
            String namespace = roles.allow("deployer", Roles.requiredRules());
            ConnectionConfig config = new ConnectionConfig(
                    plane.server(), plane.caCertificate(), new TokenCredential(plane.tokenFor("deployer")));
            try (Connection connection = new ConnectionPool(scheduler).open(config)) {
                RolloutRequest request = new RolloutRequest(
                        namespace, "web", WorkloadRenderer.render(workload, namespace), Duration.ofMinutes(2));
                RolloutResult result = new RolloutEngine(scheduler, TestCluster.KEY)
                        .start(connection, request, event -> {})
                        .result()
                        .join();
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            }
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void documentedRoleGrantsExactlyThesePermissions() throws Exception {
        String documentation = Files.readString(ProjectRoot.path().resolve("docs/clusters.md"));
        String yaml = documentation.replaceAll("(?s).*```yaml\n(apiVersion: \\S+\nkind: Role\n[^`]*)```.*", "$1");
        Role role = Serialization.unmarshal(yaml, Role.class);
        assertThat(permissions(role.getRules()))
                .isEqualTo(permissions(
                        DeployPermission.of(true).stream().map(Roles::rule).toList()));
    }

    @Test
    void roleOfTheFormIsTheDocumentedOne() {
        for (boolean secrets : List.of(true, false)) {
            Role role = Serialization.unmarshal(DocumentedRole.yaml("shop", secrets), Role.class);
            assertThat(role.getMetadata().getNamespace()).isEqualTo("shop");
            assertThat(permissions(role.getRules()))
                    .isEqualTo(permissions(DeployPermission.of(secrets).stream()
                            .map(Roles::rule)
                            .toList()));
        }
        assertThat(DocumentedRole.yaml(null, false)).startsWith("apiVersion: ").doesNotContain("namespace:");
    }

    private static Set<String> permissions(List<PolicyRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource ->
                                        rule.getVerbs().stream().map(verb -> group + "/" + resource + " " + verb))))
                .collect(Collectors.toSet());
    }
}
