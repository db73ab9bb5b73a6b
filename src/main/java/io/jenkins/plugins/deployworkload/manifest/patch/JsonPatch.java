package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import java.util.Map;
import java.util.Set;

/**
 * A JSON patch: a list of operations.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch {

    /** The fields of each operation, besides {@code op} and {@code path}. */
    private static final Map<String, String> OPERATIONS =
            Map.of("add", "value", "replace", "value", "test", "value", "remove", "", "move", "from", "copy", "from");

    private static final Set<String> FIELDS = Set.of("op", "path", "from", "value");

    /** Operations can copy values, and each copy doubles the size of the object at most. */
    static final int MAX_OPERATIONS = 200;

    /** In characters, for the object after each operation. */
    private static final int MAX_SIZE = 4 << 20;

    private final ObjectNode object;
    private final String path;

    private JsonPatch(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** @param path the path of the patch, for problems */
    static ObjectNode apply(ObjectNode object, ArrayNode operations, String path) throws PatchException {
        if (operations.size() > MAX_OPERATIONS) {
            throw new PatchException(
                    path,
                    Messages.JsonPatch_tooManyOperations(
                            Integer.toString(operations.size()), Integer.toString(MAX_OPERATIONS)));
        }
        ObjectNode patched = object.deepCopy();
        for (int i = 0; i < operations.size(); i++) {
            String operationPath = FieldPaths.index(path, i);
            new JsonPatch(patched, operationPath).apply(operations.get(i));
            String place = FieldPaths.child(operationPath, "path");
            ProtectedFields.checkAll(object, patched, place);
        }
        return patched;
    }

    private void apply(JsonNode operation) throws PatchException {
        if (!operation.isObject()) {
            throw new PatchException(path, Messages.JsonPatch_notAnOperation(PatchText.describe(operation)));
        }
        for (Map.Entry<String, JsonNode> entry : operation.properties()) {
            if (!FIELDS.contains(entry.getKey())) {
                throw problem(entry.getKey(), Messages.JsonPatch_unknownField());
            }
        }
        String op = operation.path("op").asText();
        String required = OPERATIONS.get(op);
        if (required == null) {
            throw problem("op", Messages.JsonPatch_unknownOperation(PatchText.quoted(op)));
        }
        if (!required.isEmpty() && !operation.has(required)) {
            throw problem(required, Messages.JsonPatch_required(op));
        }
        JsonPointer target = pointer(operation, "path");
        switch (op) {
            case "add" -> target.add(operation.get("value").deepCopy());
            case "replace" -> target.replace(operation.get("value").deepCopy());
            case "remove" -> target.remove();
            case "test" -> test(target, operation.get("value"));
            case "copy" -> target.add(pointer(operation, "from").read().deepCopy());
            default -> move(operation, target);
        }
        if (op.equals("copy") && object.toString().length() > MAX_SIZE) {
            throw problem("path", Messages.JsonPatch_tooLarge(Integer.toString(MAX_SIZE)));
        }
    }

    private void move(JsonNode operation, JsonPointer target) throws PatchException {
        JsonPointer from = pointer(operation, "from");
        if (operation.path("path").asText().startsWith(operation.path("from").asText() + "/")) {
            throw problem("path", Messages.JsonPatch_moveIntoItself());
        }
        JsonNode moved = from.read();
        from.remove();
        target.add(moved);
    }

    private void test(JsonPointer target, JsonNode expected) throws PatchException {
        JsonNode found = target.read();
        if (!Scalars.sameTree(found, expected)) {
            throw problem(
                    "value", Messages.JsonPatch_testFailed(PatchText.describe(expected), PatchText.describe(found)));
        }
    }

    private JsonPointer pointer(JsonNode operation, String field) throws PatchException {
        JsonNode pointer = operation.path(field);
        String fieldPath = FieldPaths.child(path, field);
        if (!pointer.isTextual() || !pointer.textValue().startsWith("/")) {
            throw new PatchException(fieldPath, Messages.JsonPatch_notAPointer(PatchText.quoted(pointer.asText())));
        }
        return new JsonPointer(object, pointer.textValue(), fieldPath);
    }

    private PatchException problem(String field, String message) {
        return new PatchException(FieldPaths.key(path, field), message);
    }
}
