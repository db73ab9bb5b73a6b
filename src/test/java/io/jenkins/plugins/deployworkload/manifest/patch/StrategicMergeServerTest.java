package io.jenkins.plugins.deployworkload.manifest.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Compares strategic merge patches with the API server, which patches the same object in a dry run, as {@code kubectl
 * patch --dry-run=server} does. The API server sets defaults in both results: it also gets the object that this plugin
 * has patched, as a dry run of an update. For a full run, set {@code -Dpatches.full=true}.
 */
@Tag("control-plane")
@Timeout(600)
class StrategicMergeServerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_REPEATS = 50;

    private final KubernetesClient client = withoutRetries();
    private final String namespace = "patches-" + UUID.randomUUID();
    private final Map<String, Integer> counts = new TreeMap<>();

    private static KubernetesClient withoutRetries() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(SharedControlPlane.get().client().getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @Test
    void patchesAsTheApiServerDoes() throws Exception {
        int patches = Boolean.getBoolean("patches.full") ? 2500 : 80;
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, 2, TimeUnit.MINUTES);
        List<String> differences = new ArrayList<>();
        try {
            List<GenericKubernetesResource> created = create();
            for (int i = 0; i < patches; i++) {
                Random random = new Random(i + Long.getLong("patches.seed", 1));
                compare(created.get(i % created.size()), random, differences);
            }
        } finally {
            client.apps().deployments().inNamespace(namespace).withName("web").edit(deployment -> {
                deployment.getMetadata().setFinalizers(List.of());
                return deployment;
            });
            client.namespaces().withName(namespace).delete();
            client.close();
        }
        System.out.println("strategic merge patches: " + counts + ", differences: " + differences.size());
        assertThat(differences).isEmpty();
        assertThat(counts.getOrDefault("equal", 0)).isGreaterThan(patches / 3);
    }

    private List<GenericKubernetesResource> create() throws Exception {
        String yaml =
                new String(getClass().getResourceAsStream("originals.yaml").readAllBytes(), StandardCharsets.UTF_8);
        List<GenericKubernetesResource> created = new ArrayList<>();
        for (YamlDocument document : YamlReader.documents(yaml, "originals.yaml", Variables.LITERAL)) {
            GenericKubernetesResource object =
                    MAPPER.treeToValue(document.typedTree(), GenericKubernetesResource.class);
            created.add(client.resource(object).inNamespace(namespace).create());
        }
        return created;
    }

    private void compare(GenericKubernetesResource object, Random random, List<String> differences) throws Exception {
        for (int repeat = 0; repeat < MAX_REPEATS; repeat++) {
            Resource<GenericKubernetesResource> resource =
                    client.resource(object).inNamespace(namespace);
            ObjectNode live = tree(resource.get());
            MergeSchema schema = MergeSchema.of(object.getApiVersion(), object.getKind());
            ObjectNode patch = new RandomPatch(random).of(live, schema);
            String expected = answer(() -> resource.patch(
                    new PatchContext.Builder()
                            .withPatchType(PatchType.STRATEGIC_MERGE)
                            .withDryRun(List.of("All"))
                            .build(),
                    patch.toString()));
            String actual = patched(live, patch, schema);
            // A controller may have changed the object between the requests.
            if (tree(resource.get()).at("/metadata/resourceVersion").equals(live.at("/metadata/resourceVersion"))) {
                count(expected, actual);
                if (!sameAnswer(expected, actual)) {
                    differences.add(object.getKind() + " " + patch + "\n  API server: " + expected + "\n  plugin:     "
                            + actual);
                }
                return;
            }
        }
        throw new AssertionError(object.getKind() + " " + object.getMetadata().getName() + " changes all the time");
    }

    private String patched(ObjectNode live, ObjectNode patch, MergeSchema schema) throws Exception {
        ObjectNode patched;
        try {
            patched = StrategicMergePatch.apply(live, patch, schema, "merge");
        } catch (PatchException e) {
            return "ERROR not a patch: " + e.path() + ": " + e.getMessage();
        }
        GenericKubernetesResource update = MAPPER.treeToValue(patched, GenericKubernetesResource.class);
        update.getMetadata().setManagedFields(null);
        return answer(
                () -> client.resource(update).inNamespace(namespace).dryRun().update());
    }

    private interface Request {
        GenericKubernetesResource send();
    }

    private static String answer(Request request) throws Exception {
        try {
            ObjectNode answer = tree(request.send());
            ((ObjectNode) answer.get("metadata")).remove(List.of("managedFields", "resourceVersion", "generation"));
            return answer.toString();
        } catch (KubernetesClientException e) {
            return "ERROR " + e.getCode() + " " + e.getMessage();
        }
    }

    private void count(String expected, String actual) {
        String kind = !expected.startsWith("ERROR")
                ? "equal"
                : actual.startsWith("ERROR not a patch") ? "refused as patches" : "refused as objects";
        counts.merge(kind, 1, Integer::sum);
    }

    private static boolean sameAnswer(String expected, String actual) throws Exception {
        if (expected.startsWith("ERROR") || actual.startsWith("ERROR")) {
            return expected.startsWith("ERROR") && actual.startsWith("ERROR");
        }
        return Scalars.sameTree(MAPPER.readTree(expected), MAPPER.readTree(actual));
    }

    private static ObjectNode tree(Object object) {
        JsonNode tree = MAPPER.valueToTree(object);
        return (ObjectNode) tree;
    }
}
