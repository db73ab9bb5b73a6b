package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;

/**
 * Gives the number of replicas to an autoscaler that is to have it from now on. An apply that no longer says a number which
 * nobody else manages sets it back to the default: of ten replicas one would be left until the autoscaler has looked.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership">Transferring
 *     ownership</a>
 */
final class HandOver {

    /** As the autoscalers' controller names itself, and where it writes. */
    private static final String CONTROLLER = "kube-controller-manager";

    private static final String SCALE = "scale";

    private HandOver() {}

    /** Whether an autoscaler among these has the object. */
    static boolean isDue(HasMetadata object, Collection<? extends List<? extends HasMetadata>> all) {
        return all.stream()
                .flatMap(List::stream)
                .filter(HorizontalPodAutoscaler.class::isInstance)
                .map(scaler -> ((HorizontalPodAutoscaler) scaler).getSpec().getScaleTargetRef())
                .anyMatch(target -> target.getKind().equals(object.getKind())
                        && target.getName().equals(object.getMetadata().getName()));
    }

    /**
     * @param described what will be applied
     * @return a JSON patch that holds only for the object as it was read, or {@code null} if there is nothing to hand over
     */
    static String patch(HasMetadata described, HasMetadata live, KubernetesSerialization serialization) {
        if (serialization.convertValue(described, JsonNode.class).at("/spec").hasNonNull("replicas")) {
            return null;
        }
        ArrayNode entries = Json.MAPPER.createArrayNode();
        boolean found = false;
        for (JsonNode entry : serialization.convertValue(live, JsonNode.class).at("/metadata/managedFields")) {
            ObjectNode copy = entry.deepCopy();
            if (Adoption.isOurs(entry) && copy.at("/fieldsV1/f:spec") instanceof ObjectNode spec) {
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
        return Adoption.replacing(entries, live).toString();
    }
}
