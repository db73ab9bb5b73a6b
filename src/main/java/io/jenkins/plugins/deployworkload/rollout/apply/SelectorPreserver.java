package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.Set;

/**
 * Keeps the selector of an object, which is immutable. An adopted object keeps its own selector, and its pods keep the
 * labels that the selector matches, even if the definition has other values. Only a name label of the definition stays,
 * because the plugin watches the pods by this label.
 */
final class SelectorPreserver {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private SelectorPreserver() {}

    /** @param adopting whether the object is being adopted */
    static void preserve(ObjectNode object, HasMetadata live, boolean adopting, KubernetesSerialization serialization) {
        if (!KINDS.contains(live.getKind()) || !adopting && !FieldManagers.isAppliedByUs(live)) {
            return;
        }
        JsonNode selector = serialization.convertValue(live, JsonNode.class).at("/spec/selector");
        if (object.at("/spec/selector").equals(selector)
                || !(object.get("spec") instanceof ObjectNode spec)
                || !(object.at("/spec/template/metadata/labels") instanceof ObjectNode labels)) {
            return;
        }
        spec.set("selector", selector);
        selector.path("matchLabels").properties().forEach(label -> {
            if (!label.getKey().equals(RolloutRequest.NAME_LABEL) || !labels.has(RolloutRequest.NAME_LABEL)) {
                labels.set(label.getKey(), label.getValue());
            }
        });
    }
}
