package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields that a patch must not change: the identity of the object, the labels and annotations of this plugin, and the
 * selectors. A deploy finds its objects and pods by them.
 */
final class ProtectedFields {

    private static final String PREFIX = "deploy-workload.jenkins.io/";

    private static final List<List<String>> IDENTITY = List.of(
            List.of("apiVersion"), List.of("kind"), List.of("metadata", "name"), List.of("metadata", "namespace"));

    private static final List<List<String>> METADATA = List.of(
            List.of("metadata"),
            List.of("spec", "template", "metadata"),
            List.of("spec", "jobTemplate", "spec", "template", "metadata"));

    private static final Set<String> KINDS_WITH_SELECTOR =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Service");

    private ProtectedFields() {}

    /**
     * Checks a merge patch, in which the path of a field is its path in the object.
     *
     * @param path the path of the patch
     */
    static void check(JsonNode before, JsonNode after, String path) throws PatchException {
        for (List<String> changed : changedFields(before, after)) {
            String place = path;
            for (String key : changed) {
                place = FieldPaths.key(place, key);
            }
            throw new PatchException(place, message(before, changed));
        }
    }

    /** @param place the place to report */
    static void checkAll(JsonNode before, JsonNode after, String place) throws PatchException {
        for (List<String> changed : changedFields(before, after)) {
            throw new PatchException(place, message(before, changed));
        }
    }

    private static String message(JsonNode before, List<String> field) {
        JsonNode value = at(before, field);
        return Messages.ProtectedFields_changed(
                String.join(".", field),
                value.isMissingNode() ? Messages.PatchText_nothing() : PatchText.describe(value));
    }

    private static List<List<String>> changedFields(JsonNode before, JsonNode after) {
        List<List<String>> fields = new ArrayList<>(IDENTITY);
        for (List<String> metadata : METADATA) {
            for (String map : List.of("labels", "annotations")) {
                List<String> place = with(metadata, map);
                Set<String> keys = new TreeSet<>();
                at(before, place).fieldNames().forEachRemaining(keys::add);
                at(after, place).fieldNames().forEachRemaining(keys::add);
                keys.stream().filter(key -> key.startsWith(PREFIX)).forEach(key -> fields.add(with(place, key)));
            }
        }
        if (KINDS_WITH_SELECTOR.contains(before.path("kind").asText())
                && !CustomResourceDefinitions.isCustom(before.path("apiVersion").asText())) {
            fields.add(List.of("spec", "selector"));
        }
        return fields.stream()
                .filter(field -> !Scalars.sameTree(at(before, field), at(after, field)))
                .filter(field -> !removesUnusedPodLabel(field, before, after))
                .toList();
    }

    /** A selector without the label does not need it on the pods, and the template of an existing Job cannot change. */
    private static boolean removesUnusedPodLabel(List<String> field, JsonNode before, JsonNode after) {
        return field.size() > 3
                && field.getFirst().equals("spec")
                && field.getLast().equals(RolloutRequest.NAME_LABEL)
                && at(after, field).isMissingNode()
                && before.at("/spec/selector/matchLabels")
                        .path(RolloutRequest.NAME_LABEL)
                        .isMissingNode();
    }

    private static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    private static JsonNode at(JsonNode node, List<String> path) {
        JsonNode found = node;
        for (String key : path) {
            found = found.path(key);
        }
        return found == null ? MissingNode.getInstance() : found;
    }
}
