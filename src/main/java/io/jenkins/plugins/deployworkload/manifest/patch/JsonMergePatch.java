package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import java.util.Map;

/**
 * A JSON merge patch: maps merge, null deletes, and every other value replaces.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
final class JsonMergePatch {

    private JsonMergePatch() {}

    /** @param path the path of the patch, for problems */
    static ObjectNode apply(ObjectNode object, ObjectNode patch, String path) throws PatchException {
        return (ObjectNode) merge(object.deepCopy(), patch, path);
    }

    private static JsonNode merge(JsonNode target, JsonNode patch, String path) throws PatchException {
        if (!(patch instanceof ObjectNode changes)) {
            refuseDirectives(patch, path);
            return patch.deepCopy();
        }
        ObjectNode merged = target instanceof ObjectNode map ? map : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String key = change.getKey();
            String fieldPath = FieldPaths.key(path, key);
            refuseDirective(key, fieldPath);
            if (change.getValue().isNull()) {
                merged.remove(key);
            } else {
                merged.set(key, merge(merged.get(key), change.getValue(), fieldPath));
            }
        }
        return merged;
    }

    private static void refuseDirectives(JsonNode value, String path) throws PatchException {
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            refuseDirectives(value.get(i), FieldPaths.index(path, i));
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            refuseDirective(entry.getKey(), FieldPaths.key(path, entry.getKey()));
            refuseDirectives(entry.getValue(), FieldPaths.key(path, entry.getKey()));
        }
    }

    private static void refuseDirective(String key, String path) throws PatchException {
        if (Directives.isDirective(key)) {
            throw new PatchException(path, Messages.JsonMergePatch_directive());
        }
    }
}
