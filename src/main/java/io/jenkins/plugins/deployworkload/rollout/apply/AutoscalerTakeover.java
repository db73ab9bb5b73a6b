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
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Transfers the ownership of {@code spec.replicas} to a new autoscaler, and takes the ownership back when the
 * autoscaler is no longer in the definition. Without the transfer, an apply that omits the field would reset the field
 * to its default, and ten replicas would drop to one until the autoscaler acts. If the ownership were not taken back,
 * an apply that sets the field would conflict with the autoscaler controller, which still owns the field.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership">Transferring
 *     ownership</a>
 */
public final class AutoscalerTakeover {

    /** The field manager of the HorizontalPodAutoscaler controller, and the subresource that it writes. */
    private static final String CONTROLLER = "kube-controller-manager";

    private static final String SCALE = "scale";

    private static final String REPLICAS = ".spec.replicas";

    private AutoscalerTakeover() {}

    /**
     * Whether the waves contain an autoscaler that targets the object.
     *
     * @param home the home namespace of the application
     */
    public static boolean isAutoscaled(
            HasMetadata object, Collection<? extends List<? extends HasMetadata>> waves, String home) {
        return waves.stream()
                .flatMap(List::stream)
                .filter(HorizontalPodAutoscaler.class::isInstance)
                .filter(autoscaler -> ObjectRef.namespace(autoscaler, home).equals(ObjectRef.namespace(object, home)))
                .anyMatch(autoscaler -> scales((HorizontalPodAutoscaler) autoscaler, object));
    }

    private static boolean scales(HorizontalPodAutoscaler autoscaler, HasMetadata object) {
        CrossVersionObjectReference target = autoscaler.getSpec().getScaleTargetRef();
        return target.getKind().equals(object.getKind())
                && target.getName().equals(object.getMetadata().getName());
    }

    /** Whether the object in the definition sets the number of replicas that the autoscaler also sets. */
    public static String targetLabel(HorizontalPodAutoscaler autoscaler, String home) {
        CrossVersionObjectReference target = autoscaler.getSpec().getScaleTargetRef();
        return ObjectRef.of(
                        target.getApiVersion(),
                        target.getKind(),
                        autoscaler.getMetadata().getNamespace(),
                        target.getName(),
                        home)
                .label();
    }

    /** Whether an apply was refused only because a present or former autoscaler owns the replicas. */
    static boolean isReplicasConflict(Throwable problem) {
        return ApiErrors.conflictingManagers(problem).equals(Map.of(CONTROLLER, Set.of(REPLICAS)));
    }

    /**
     * Whether this plugin may set the replicas of the object again. This is so if this plugin has applied every
     * autoscaler that targets the object, for the same workload, and none of them is in the definition any more.
     *
     * @param autoscalers all autoscalers of the namespace
     */
    static boolean isReleased(HasMetadata object, List<HorizontalPodAutoscaler> autoscalers, Ownership ownership) {
        return autoscalers.stream()
                .filter(autoscaler -> scales(autoscaler, object))
                .allMatch(ownership::owns);
    }

    static int replicas(HasMetadata live, KubernetesSerialization serialization) {
        return serialization
                .convertValue(live, JsonNode.class)
                .at("/spec/replicas")
                .asInt();
    }

    /**
     * @return a patch like that of {@link #takeoverPatch}, which removes the controller as owner of the replicas;
     *     {@code null} if the controller does not own the replicas
     */
    static String takeBackPatch(HasMetadata live, KubernetesSerialization serialization) {
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : serialization.convertValue(live, JsonNode.class).at("/metadata/managedFields")) {
            boolean isScale = CONTROLLER.equals(entry.path("manager").asText())
                    && SCALE.equals(entry.path("subresource").asText());
            found |= isScale;
            // The whole entry is removed, because replicas is the only field of the scale subresource.
            if (!isScale) {
                entries.add(entry);
            }
        }
        return found ? FieldManagerMigration.managedFieldsPatch(entries, live).toString() : null;
    }

    /**
     * @param described the object that will be applied
     * @return a JSON patch that fails if the object has changed since it was read; {@code null} if there is no
     *     ownership to transfer
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
        ObjectNode scaleEntry = entries.addObject()
                .put("manager", CONTROLLER)
                .put("operation", "Update")
                .put("subresource", SCALE)
                .put("apiVersion", live.getApiVersion())
                .put("fieldsType", "FieldsV1");
        scaleEntry.putObject("fieldsV1").putObject("f:spec").putObject("f:replicas");
        return FieldManagerMigration.managedFieldsPatch(entries, live).toString();
    }
}
