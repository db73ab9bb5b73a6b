package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.Set;

/**
 * Selectors cannot be changed. An object that was made by somebody else and adopted keeps its own, and its pods keep the
 * labels that it asks for, also where they are described with other values. Only the product's own label, by which the pods
 * are watched, gives way to none.
 */
final class SelectorPreserver {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private SelectorPreserver() {}

    /** @param adopting whether somebody else's object is to become this product's now */
    static void preserve(
            ObjectNode object, HasMetadata before, boolean adopting, KubernetesSerialization serialization) {
        if (!KINDS.contains(before.getKind()) || !adopting && !FieldManagers.isAppliedByUs(before)) {
            return;
        }
        JsonNode selector = serialization.convertValue(before, JsonNode.class).at("/spec/selector");
        if (object.at("/spec/selector").equals(selector)
                || !(object.get("spec") instanceof ObjectNode spec)
                || !(object.at("/spec/template/metadata/labels") instanceof ObjectNode labels)) {
            return;
        }
        spec.set("selector", selector);
        selector.path("matchLabels").properties().forEach(label -> {
            if (!label.getKey().equals(RolloutRequest.NAME_LABEL)) {
                labels.set(label.getKey(), label.getValue());
            }
        });
    }
}
