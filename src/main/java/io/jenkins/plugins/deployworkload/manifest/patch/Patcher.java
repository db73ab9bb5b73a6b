package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Applies patches to Kubernetes objects. */
public final class Patcher {

    private Patcher() {}

    /**
     * Patches one of the objects, and replaces it in the list.
     *
     * @param objects complete Kubernetes objects; the trees themselves do not change
     * @return the index of the patched object
     * @throws PatchException if the target does not exist or is not unique, or the patch does not match it
     */
    public static int apply(List<ObjectNode> objects, ObjectPatch patch) throws PatchException {
        int index = target(objects, patch);
        objects.set(index, patched(objects.get(index), patch));
        return index;
    }

    private static int target(List<ObjectNode> objects, ObjectPatch patch) throws PatchException {
        List<Integer> ofKind = IntStream.range(0, objects.size())
                .filter(i -> objects.get(i).path("kind").asText().equals(patch.kind()))
                .boxed()
                .toList();
        if (ofKind.isEmpty()) {
            throw new PatchException(
                    "target.kind", Messages.Patcher_noObjectOfKind(PatchText.quoted(patch.kind()), labels(objects)));
        }
        List<Integer> matches = ofKind.stream()
                .filter(i -> patch.name() == null || patch.name().equals(name(objects.get(i))))
                .toList();
        List<ObjectNode> candidates = ofKind.stream().map(objects::get).toList();
        if (matches.isEmpty()) {
            throw new PatchException(
                    "target.name",
                    Messages.Patcher_noObjectWithName(PatchText.quoted(patch.name()), labels(candidates)));
        }
        if (matches.size() > 1) {
            throw patch.name() == null
                    ? new PatchException(
                            "target", Messages.Patcher_nameRequired(PatchText.quoted(patch.kind()), labels(candidates)))
                    : new PatchException(
                            "target",
                            Messages.Patcher_severalObjects(
                                    patch.kind() + " " + patch.name(), apiVersions(candidates)));
        }
        return matches.getFirst();
    }

    private static ObjectNode patched(ObjectNode object, ObjectPatch patch) throws PatchException {
        JsonNode content = patch.content();
        if (content instanceof ArrayNode operations) {
            return JsonPatch.apply(object, operations, patch.field());
        }
        if (!(content instanceof ObjectNode merge)) {
            throw new PatchException(patch.field(), Messages.Patcher_notAPatch(PatchText.describe(content)));
        }
        String apiVersion = object.path("apiVersion").asText();
        ObjectNode patched = CustomResourceDefinitions.isCustom(apiVersion)
                ? JsonMergePatch.apply(object, merge, patch.field())
                : StrategicMergePatch.apply(
                        object,
                        merge,
                        MergeSchema.of(apiVersion, object.path("kind").asText()),
                        patch.field());
        ProtectedFields.check(object, patched, patch.field());
        return patched;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String labels(List<ObjectNode> objects) {
        return objects.stream()
                .map(object -> object.path("kind").asText() + " " + name(object))
                .collect(Collectors.joining(", "));
    }

    private static String apiVersions(List<ObjectNode> objects) {
        return objects.stream()
                .map(object -> object.path("apiVersion").asText())
                .collect(Collectors.joining(", "));
    }
}
