package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the detector with dry runs on the API server: the detector must not skip an object that an apply would
 * change.
 */
@Tag("control-plane")
class NoOpDetectorTest {

    private static final int MUTATIONS = 300;

    private static TestCluster cluster;

    @BeforeAll
    static void connect() {
        cluster = new TestCluster();
    }

    @AfterAll
    static void close() {
        // Release the node ports of the examples. The namespace would release them only some time later.
        cluster.admin().services().inNamespace(cluster.namespace).delete();
        cluster.close();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("docs/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode toJson(HasMetadata object) {
        return cluster.connection.client().getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    private static JsonNode send(JsonNode body, HasMetadata object, Map<String, String> parameters) {
        Map<String, String> query =
                new java.util.HashMap<>(Map.of("fieldManager", "deploy-workload", "fieldValidation", "Strict"));
        query.putAll(parameters);
        return cluster.connection
                .apiClient()
                .send(
                        new ApiRequest(
                                "PATCH",
                                ResourceType.of(object.getClass())
                                        .path(
                                                cluster.namespace,
                                                object.getMetadata().getName()),
                                query,
                                "application/apply-patch+yaml",
                                ApplyPayload.of(body.toString())),
                        JsonNode.class)
                .thenApply(ApiResponse::object)
                .join();
    }

    private static JsonNode live(HasMetadata object) {
        return toJson(
                cluster.admin().resource(object).inNamespace(cluster.namespace).get());
    }

    private static String resourceVersion(JsonNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }

    private static List<HasMetadata> objects(Path file) throws Exception {
        List<HasMetadata> objects = new ArrayList<>();
        for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
            objects.addAll(WorkloadRenderer.render(workload, cluster.namespace));
        }
        return objects;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void detectsNoOpsAndEveryChangeOfExamples(Path file) throws Exception {
        for (HasMetadata object : objects(file)) {
            JsonNode described = toJson(object);
            send(described, object, Map.of("force", "true"));
            JsonNode live = live(object);
            if (KubernetesVersion.minor() < 35
                    && !DroppedFields.of(described, live).isEmpty()) {
                // Image volumes and the tolerance of an autoscaler are not enabled.
                continue;
            }
            assertThat(NoOpDetector.isNoOp(described, live, true))
                    .as("%s over %s", described, live)
                    .isTrue();
            Random random = new Random(1);
            for (int i = 0; i < MUTATIONS; i++) {
                ObjectNode changed = described.deepCopy();
                mutate(changed, random);
                if (!changed.equals(described) && NoOpDetector.isNoOp(changed, live, false)) {
                    JsonNode dryRun = send(changed, object, Map.of("dryRun", "All"));
                    while (!resourceVersion(dryRun).equals(resourceVersion(live))) {
                        // A controller has written the object between the two requests, so read the object again.
                        live = live(object);
                        dryRun = send(changed, object, Map.of("dryRun", "All"));
                    }
                    assertThat(NoOpDetector.isNoOp(changed, live, false))
                            .as(changed.toString())
                            .isTrue();
                    assertThat(dryRun.path("spec")).as(changed.toString()).isEqualTo(live.path("spec"));
                    assertThat(dryRun.path("data")).as(changed.toString()).isEqualTo(live.path("data"));
                    assertThat(dryRun.at("/metadata/labels")).isEqualTo(live.at("/metadata/labels"));
                    assertThat(dryRun.at("/metadata/annotations")).isEqualTo(live.at("/metadata/annotations"));
                }
            }
        }
    }

    /** Removes, moves, duplicates or changes one random field or list entry, except for the identity of the object. */
    private static void mutate(ObjectNode object, Random random) {
        List<Runnable> mutations = new ArrayList<>();
        collectMutations(object, random, mutations, true);
        mutations.get(random.nextInt(mutations.size())).run();
    }

    private static void collectMutations(JsonNode node, Random random, List<Runnable> mutations, boolean isRoot) {
        if (node instanceof ObjectNode fields) {
            fields.properties().forEach(field -> {
                String name = field.getKey();
                if (!isRoot || !List.of("apiVersion", "kind", "metadata").contains(name)) {
                    mutations.add(() -> fields.remove(name));
                    variants(field.getValue()).forEach(value -> mutations.add(() -> fields.set(name, value)));
                }
                if (!name.equals("metadata") || !isRoot) {
                    collectMutations(field.getValue(), random, mutations, false);
                } else {
                    collectMutations(field.getValue().path("labels"), random, mutations, false);
                    collectMutations(field.getValue().path("annotations"), random, mutations, false);
                }
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                int index = i;
                mutations.add(() -> list.remove(index));
                mutations.add(() -> list.add(list.remove(index)));
                variants(list.get(index)).forEach(value -> mutations.add(() -> list.set(index, value)));
                collectMutations(list.get(index), random, mutations, false);
            }
        }
    }

    private static List<JsonNode> variants(JsonNode value) {
        if (value.isInt()) {
            return List.of(IntNode.valueOf(value.asInt() + 1));
        }
        return value.isTextual()
                ? List.of(
                        TextNode.valueOf(value.asText() + "0"),
                        TextNode.valueOf(value.asText().toUpperCase()))
                : List.of();
    }

    @Test
    void comparesQuantitiesByValueAndLabelsByText() throws Exception {
        String text = """
                {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "q"}, "spec": {
                  "selector": {"matchLabels": {"limits": "0.5"}},
                  "template": {"metadata": {"labels": {"limits": "0.5"}}, "spec": {"containers": [
                    {"name": "app", "image": "nginx", "env": [{"name": "limits", "value": "0.5"}],
                     "resources": {"limits": {"cpu": "0.5", "memory": "1024Mi"}}}]}}}}
                """;
        JsonNode described = Json.MAPPER.readTree(text);
        HasMetadata object =
                cluster.connection.client().getKubernetesSerialization().unmarshal(text, HasMetadata.class);
        send(described, object, Map.of());
        JsonNode live = live(object);
        assertThat(NoOpDetector.isNoOp(described, live, false)).isTrue();
        assertThat(NoOpDetector.isNoOp(
                        Json.MAPPER.readTree(text.replace("\"value\": \"0.5\"", "\"value\": \"500m\"")), live, false))
                .isFalse();
        assertThat(NoOpDetector.isNoOp(Json.MAPPER.readTree(text.replace("1024Mi", "1Gi")), live, false))
                .isTrue();
        assertThat(NoOpDetector.isNoOp(Json.MAPPER.readTree(text.replace("1024Mi", "1G")), live, false))
                .isFalse();
    }

    @Test
    void fieldsTakenOverByAnotherManagerAreNoNoOp() throws Exception {
        String text = "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"taken\"},"
                + " \"data\": {\"a\": \"1\", \"b\": \"2\"}}";
        JsonNode described = Json.MAPPER.readTree(text);
        HasMetadata object =
                cluster.connection.client().getKubernetesSerialization().unmarshal(text, HasMetadata.class);
        send(described, object, Map.of());
        send(
                Json.MAPPER.readTree(text.replace("\"2\"", "\"3\"")),
                object,
                Map.of("fieldManager", "x", "force", "true"));
        send(Json.MAPPER.readTree(text), object, Map.of("fieldManager", "x", "force", "true"));
        JsonNode live = live(object);
        assertThat(live.at("/data/b").asText()).isEqualTo("2");
        assertThat(NoOpDetector.isNoOp(described, live, false))
                .as("this manager no longer owns b")
                .isFalse();
    }
}
