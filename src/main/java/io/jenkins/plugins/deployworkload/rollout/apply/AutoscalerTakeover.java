package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the number of replicas to an autoscaler that is to have it from now on, and takes it back when there is none any
 * more. An apply that no longer says a number which nobody else manages sets it back to the default: of ten replicas one
 * would be left until the autoscaler has looked. And one that says the number again is a conflict with a controller that
 * has nothing more to say.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership">Transferring
 *     ownership</a>
 */
public final class AutoscalerTakeover {

    /** As the autoscalers' controller names itself, and where it writes. */
    private static final String CONTROLLER = "kube-controller-manager";

    private static final String SCALE = "scale";

    private static final String REPLICAS = ".spec.replicas";

    private AutoscalerTakeover() {}

    /** Whether an autoscaler among these has the object. */
    public static boolean isAutoscaled(HasMetadata object, Collection<? extends List<? extends HasMetadata>> all) {
        return all.stream()
                .flatMap(List::stream)
                .filter(HorizontalPodAutoscaler.class::isInstance)
                .anyMatch(scaler -> scales((HorizontalPodAutoscaler) scaler, object));
    }

    private static boolean scales(HorizontalPodAutoscaler scaler, HasMetadata object) {
        CrossVersionObjectReference target = scaler.getSpec().getScaleTargetRef();
        return target.getKind().equals(object.getKind())
                && target.getName().equals(object.getMetadata().getName());
    }

    /** Whether the number of replicas is described that the autoscaler would set. */
    public static boolean describesReplicasOf(JsonNode described, HorizontalPodAutoscaler scaler) {
        CrossVersionObjectReference target = scaler.getSpec().getScaleTargetRef();
        return described.at("/spec").hasNonNull("replicas")
                && target.getKind().equals(described.path("kind").asText())
                && target.getName().equals(described.at("/metadata/name").asText());
    }

    /** Whether an apply was refused for nothing but that an autoscaler has the replicas, or had them. */
    static boolean isReplicasConflict(Throwable problem) {
        return ApiErrors.conflictingManagers(problem).equals(Map.of(CONTROLLER, Set.of(REPLICAS)));
    }

    /**
     * Whether no autoscaler is to have an object's replicas any more: those that are left are this product's, made for the
     * same workload and no longer described.
     *
     * @param scalers all that there are
     */
    static boolean isReleased(HasMetadata object, List<HorizontalPodAutoscaler> scalers) {
        String workload = object.getMetadata().getLabels().get(RolloutRequest.NAME_LABEL);
        return scalers.stream()
                .filter(scaler -> scales(scaler, object))
                .allMatch(scaler -> workload != null && FieldManagers.isAppliedFor(scaler, workload));
    }

    static int replicas(HasMetadata live, KubernetesSerialization serialization) {
        return serialization
                .convertValue(live, JsonNode.class)
                .at("/spec/replicas")
                .asInt();
    }

    /** @return as {@link #takeoverPatch}; after it nobody manages the number */
    static String takeBackPatch(HasMetadata live, KubernetesSerialization serialization) {
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : serialization.convertValue(live, JsonNode.class).at("/metadata/managedFields")) {
            boolean theirs = CONTROLLER.equals(entry.path("manager").asText())
                    && SCALE.equals(entry.path("subresource").asText());
            found |= theirs;
            // Nothing else is written by way of the scale.
            if (!theirs) {
                entries.add(entry);
            }
        }
        return found ? FieldManagerMigration.managedFieldsPatch(entries, live).toString() : null;
    }

    /**
     * @param described what will be applied
     * @return a JSON patch that holds only for the object as it was read, or {@code null} if there is nothing to hand over
     */
    static String takeoverPatch(HasMetadata described, HasMetadata live, KubernetesSerialization serialization) {
        if (serialization.convertValue(described, JsonNode.class).at("/spec").hasNonNull("replicas")) {
            return null;
        }
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : serialization.convertValue(live, JsonNode.class).at("/metadata/managedFields")) {
            ObjectNode copy = entry.deepCopy();
            if (FieldManagers.isOurApplyEntry(entry) && copy.at("/fieldsV1/f:spec") instanceof ObjectNode spec) {
                found |= spec.remove("f:replicas") != null;
            }
            entries.add(copy);
        }
        if (!found) {
            return null;
        }
        ObjectNode theirs = entries.addObject()
                .put("manager", CONTROLLER)
                .put("operation", "Update")
                .put("subresource", SCALE)
                .put("apiVersion", live.getApiVersion())
                .put("fieldsType", "FieldsV1");
        theirs.putObject("fieldsV1").putObject("f:spec").putObject("f:replicas");
        return FieldManagerMigration.managedFieldsPatch(entries, live).toString();
    }
}
