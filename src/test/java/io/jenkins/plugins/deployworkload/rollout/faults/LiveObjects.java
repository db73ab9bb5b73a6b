package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects of a workload as they are in the cluster: read directly, and without anything of the engine. */
final class LiveObjects {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, JsonNode> objects = new HashMap<>();
    private final List<Pod> pods;
    private final StoredHistory history;

    /** @param asked which objects to look at; they need not be there */
    LiveObjects(KubernetesClient client, String namespace, SampleWorkload workload, List<HasMetadata> asked) {
        for (HasMetadata object : asked) {
            HasMetadata found = client.resource(object).inNamespace(namespace).get();
            if (found != null) {
                objects.put(key(object), MAPPER.valueToTree(found));
            }
        }
        ConfigMap map = client.configMaps()
                .inNamespace(namespace)
                .withName("deploy-workload-" + workload.name())
                .get();
        history = new StoredHistory(map == null ? null : map.getData().get("record.json"));
        pods = client.pods()
                .inNamespace(namespace)
                .withLabel(RolloutRequest.NAME_LABEL, workload.name())
                .list()
                .getItems();
    }

    /** What the record of the workload says. */
    StoredHistory history() {
        return history;
    }

    int replicas(HasMetadata object) {
        return get(object).at("/spec/replicas").asInt();
    }

    static String key(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    /** {@code null} for nothing. */
    JsonNode get(HasMetadata object) {
        return objects.get(key(object));
    }

    String uid(HasMetadata object) {
        return get(object) == null ? "" : get(object).at("/metadata/uid").asText();
    }

    boolean exists(HasMetadata object) {
        return get(object) != null
                && get(object).at("/metadata/deletionTimestamp").isMissingNode();
    }

    /** Whether everything that is described is there; the server adds to that. */
    boolean matches(HasMetadata object) {
        return exists(object) && contains(get(object), MAPPER.valueToTree(object));
    }

    /** Whether what runs pods has all of them, in the described form, and no others; true for what runs none. */
    boolean isHealthy(HasMetadata object) {
        return switch (object.getKind()) {
            case "Deployment" -> exists(object) && isDeploymentHealthy(get(object));
            case "Job" -> exists(object) && isComplete(get(object));
            case "StatefulSet" -> exists(object) && isStatefulSetHealthy(get(object));
            default -> true;
        };
    }

    private boolean isDeploymentHealthy(JsonNode live) {
        int wanted = live.at("/spec/replicas").asInt(1);
        JsonNode status = live.path("status");
        return status.path("observedGeneration").asLong()
                        == live.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == wanted
                && status.path("updatedReplicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted
                && status.path("unavailableReplicas").asInt() == 0
                && arePodsReady(live, "ReplicaSet", wanted);
    }

    private boolean isStatefulSetHealthy(JsonNode live) {
        int wanted = live.at("/spec/replicas").asInt(1);
        JsonNode status = live.path("status");
        return status.path("observedGeneration").asLong()
                        == live.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == wanted
                && status.path("updatedReplicas").asInt() == wanted
                && status.path("readyReplicas").asInt() == wanted
                && status.path("currentRevision").equals(status.path("updateRevision"))
                && arePodsReady(live, "StatefulSet", wanted);
    }

    /** All of them, each with the described image, and none of another revision. */
    private boolean arePodsReady(JsonNode live, String owner, int wanted) {
        String image = live.at("/spec/template/spec/containers/0/image").asText();
        List<Pod> alive = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(reference -> reference.getKind().equals(owner)))
                .toList();
        return alive.size() == wanted
                && alive.stream()
                        .allMatch(pod -> isReady(pod)
                                && pod.getSpec()
                                        .getContainers()
                                        .getFirst()
                                        .getImage()
                                        .equals(image));
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private static boolean isComplete(JsonNode job) {
        for (JsonNode condition : job.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Complete")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that is described is so; who keeps an object may add to it. */
    static boolean contains(JsonNode live, JsonNode described) {
        if (described.isNull() || described.isContainerNode() && described.isEmpty()) {
            return true;
        }
        if (described.isObject()) {
            return described.properties().stream()
                    .allMatch(field -> contains(live.path(field.getKey()), field.getValue()));
        }
        if (described.isArray()) {
            if (live.size() != described.size()) {
                return false;
            }
            for (int i = 0; i < described.size(); i++) {
                if (!contains(live.path(i), described.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return live.asText().equals(described.asText());
    }
}
