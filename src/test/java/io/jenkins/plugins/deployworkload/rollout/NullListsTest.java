package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.cronJob;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests deploys to an API server that sends {@code null} for every empty list. Go writes an empty list as {@code null}
 * if the field has no {@code omitempty}, such as {@code status.conditions} of a CustomResourceDefinition.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class NullListsTest {

    /** Lists by the field that contains them. They are sent as {@code null} if they are missing. */
    private static final Map<String, List<String>> LISTS = Map.of(
            "metadata", List.of("ownerReferences", "finalizers", "managedFields", "labels", "annotations"),
            "status",
                    List.of(
                            "conditions",
                            "containerStatuses",
                            "initContainerStatuses",
                            "ephemeralContainerStatuses",
                            "resourceClaimStatuses",
                            "podIPs",
                            "active"),
            "spec",
                    List.of(
                            "initContainers",
                            "ephemeralContainers",
                            "volumes",
                            "tolerations",
                            "imagePullSecrets",
                            "volumeClaimTemplates",
                            "schedulingGates",
                            "externalIPs",
                            "nodeSelector"),
            "containers", List.of("env", "envFrom", "ports", "volumeMounts", "command", "args"));

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    private RecordingProxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        proxy = new RecordingProxy(config.server(), config.caCertificate());
        proxy.rewrite(NullListsTest::withNulls);
        connection = cluster.connections.open(new ConnectionConfig(
                proxy.address(),
                null,
                new TokenCredential(SharedControlPlane.get().adminToken()),
                cluster.namespace,
                new ProxySetting.Direct()));
    }

    @AfterEach
    void close() {
        connection.close();
        proxy.close();
        cluster.close();
    }

    private static String withNulls(String json) {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            addNulls(tree);
            return tree.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addNulls(JsonNode node) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            List<String> lists = LISTS.getOrDefault(field.getKey(), List.of());
            (value.isArray() ? value : List.of(value)).forEach(element -> {
                if (element instanceof ObjectNode object) {
                    lists.stream().filter(list -> !object.has(list)).forEach(object::putNull);
                }
                addNulls(element);
            });
        });
    }

    private RolloutResult deploy(HasMetadata... objects) {
        return TestCluster.await(cluster.engine.start(
                connection,
                new RolloutRequest(cluster.namespace, "web", List.of(objects), TestCluster.DEFAULT_TIMEOUT),
                cluster.events));
    }

    static List<HasMetadata> controllers() {
        return List.of(
                deployment(1, podTemplate("nginx:1")),
                statefulSet(1, podTemplate("nginx:1")).build(),
                daemonSet(podTemplate("nginx:1")).build(),
                job(podTemplate("nginx:1")),
                cronJob(podTemplate("nginx:1")));
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void workloadOfEachKindBecomesHealthy(HasMetadata controller) {
        RolloutResult result = deploy(controller, service(80));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void causeOfFailureIsFound() {
        RolloutResult result = deploy(deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .as(result.message())
                .extracting(Finding::signal)
                .contains("InvalidImageName");
    }
}
