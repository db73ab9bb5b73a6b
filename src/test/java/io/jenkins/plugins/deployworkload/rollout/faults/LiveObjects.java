package io.jenkins.plugins.deployworkload.rollout.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects of a workload in the cluster, read independently of the code under test. */
final class LiveObjects {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, JsonNode> objects = new HashMap<>();
    private final List<Pod> pods;
    private final StoredHistory history;

    /** @param expected the objects to read, some of which do not always exist */
    LiveObjects(KubernetesClient client, String namespace, WorkloadRevisions workload, List<HasMetadata> expected) {
        for (HasMetadata object : expected) {
            HasMetadata found = client.resource(object).inNamespace(namespace).get();
            if (found != null) {
                objects.put(key(object), MAPPER.valueToTree(found));
            }
        }
        history = new StoredHistory(client, namespace, workload.name());
        pods = client.pods()
                .inNamespace(namespace)
                .withLabel(RolloutRequest.NAME_LABEL, workload.name())
                .list()
                .getItems();
    }

    /** The stored revision history. */
    StoredHistory history() {
        return history;
    }

    int replicas(HasMetadata object) {
        return get(object).at("/spec/replicas").asInt();
    }

    static String key(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    /** Returns the live object, or {@code null} if it does not exist. */
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

    /** Whether the live object exists and contains all fields of the definition. */
    boolean matches(HasMetadata object) {
        return exists(object) && contains(get(object), MAPPER.valueToTree(object));
    }

    /** Whether the pods of a Deployment or StatefulSet are ready, or a Job is complete; true for all other kinds. */
    boolean isHealthy(HasMetadata object) {
        return switch (object.getKind()) {
            case "Deployment" -> exists(object) && isDeploymentHealthy(get(object));
            case "Job" -> exists(object) && isComplete(get(object));
            case "StatefulSet" -> exists(object) && isStatefulSetHealthy(get(object));
            default -> true;
        };
    }

    private boolean isDeploymentHealthy(JsonNode live) {
        int desired = live.at("/spec/replicas").asInt(1);
        JsonNode status = live.path("status");
        return status.path("observedGeneration").asLong()
                        == live.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == desired
                && status.path("updatedReplicas").asInt() == desired
                && status.path("availableReplicas").asInt() == desired
                && status.path("unavailableReplicas").asInt() == 0
                && arePodsReady(live, "ReplicaSet", desired);
    }

    private boolean isStatefulSetHealthy(JsonNode live) {
        int desired = live.at("/spec/replicas").asInt(1);
        JsonNode status = live.path("status");
        return status.path("observedGeneration").asLong()
                        == live.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == desired
                && status.path("updatedReplicas").asInt() == desired
                && status.path("readyReplicas").asInt() == desired
                && status.path("currentRevision").equals(status.path("updateRevision"))
                && arePodsReady(live, "StatefulSet", desired);
    }

    /** Whether the desired number of pods exists, and all of them are ready and have the image of the definition. */
    private boolean arePodsReady(JsonNode live, String owner, int desired) {
        String image = live.at("/spec/template/spec/containers/0/image").asText();
        List<Pod> livePods = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(reference -> reference.getKind().equals(owner)))
                .toList();
        return livePods.size() == desired
                && livePods.stream()
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

    /** Whether the live value contains the value of the definition. */
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
