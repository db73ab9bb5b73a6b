package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows whether an apply would leave an object as it is, so that it need not be sent: this product manages exactly the
 * fields that are described, and all of them have the values described. The server's own record of the managed fields says
 * how it takes lists and maps apart, so that no schema is needed. Where anything is in doubt the answer is no.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">managed fields</a>
 */
final class NoOpDetector {

    private static final Set<String> IDENTITY_FIELDS =
            Set.of("apiVersion", "kind", "name", "namespace", "resourceVersion");

    /** Below these the server writes quantities in its own way: 0.5 becomes 500m. */
    private static final Pattern QUANTITY_PATH = Pattern.compile(
            "\\.spec\\.(?!.*(metadata|matchLabels|nodeSelector)\\.).*(resources\\.(requests|limits)\\..+|(sizeLimit|averageValue|divisor))");

    private final boolean reapplied;

    private NoOpDetector(boolean again) {
        this.reapplied = again;
    }

    /**
     * @param described what would be applied
     * @param live as the server has it, with its managed fields
     * @param again whether just this was applied last by this product, and taken: what is beyond it in parts that have one
     *     manager as a whole are then the server's defaults, and otherwise what this apply would take away
     */
    static boolean isNoOp(JsonNode described, JsonNode live, boolean again) {
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry)) {
                return entry.path("apiVersion").equals(described.path("apiVersion"))
                        && new NoOpDetector(again).matchesObject("", described, live, entry.path("fieldsV1"));
            }
        }
        return false;
    }

    private boolean matches(String path, JsonNode described, JsonNode live, JsonNode fields) {
        if (live == null || live.isMissingNode() || described.isNull()) {
            return false;
        }
        if (fields.isEmpty()) {
            // Taken as a whole: a value, or a list or map that nobody else may add to.
            return reapplied ? covers(path, described, live) : isSameValue(path, described, live);
        }
        if (described.isObject()) {
            return matchesObject(path, described, live, fields);
        }
        return described.isArray() && matchesList(path, described, live, fields);
    }

    private boolean matchesObject(String path, JsonNode described, JsonNode live, JsonNode fields) {
        for (Map.Entry<String, JsonNode> field : described.properties()) {
            String name = field.getKey();
            if (isIdentityField(path, name)) {
                continue;
            }
            JsonNode managed = fields.get("f:" + name);
            if (managed == null) {
                boolean onlyAddress = path.isEmpty()
                        && name.equals("metadata")
                        && field.getValue().properties().stream()
                                .allMatch(part -> IDENTITY_FIELDS.contains(part.getKey()));
                if (!onlyAddress) {
                    return false;
                }
            } else if (!matches(path + "." + name, field.getValue(), live.get(name), managed)) {
                return false;
            }
        }
        // What is managed and no longer described would go.
        return fields.properties().stream()
                .map(Map.Entry::getKey)
                .allMatch(key -> key.equals(".") || key.startsWith("f:") && described.has(key.substring(2)));
    }

    private static boolean isIdentityField(String path, String name) {
        return IDENTITY_FIELDS.contains(name) && (path.isEmpty() || path.equals(".metadata"));
    }

    /** A list whose entries are told apart by keys ({@code k:}) or are values that stand for themselves ({@code v:}). */
    private boolean matchesList(String path, JsonNode described, JsonNode live, JsonNode fields) {
        int entries = 0;
        int[] order = new int[described.size()];
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().equals(".")) {
                continue;
            }
            JsonNode key = parseKey(field.getKey());
            int at = key == null ? -1 : indexOf(described, key, true);
            int there = key == null ? -1 : indexOf(live, key, false);
            if (at < 0 || there < 0 || !matches(path, described.get(at), live.get(there), field.getValue())) {
                return false;
            }
            order[at] = there;
            entries++;
        }
        for (int i = 1; i < order.length; i++) {
            if (order[i - 1] >= order[i]) {
                return false;
            }
        }
        return entries == described.size();
    }

    private static JsonNode parseKey(String field) {
        try {
            return field.startsWith("k:") || field.startsWith("v:") ? Json.MAPPER.readTree(field.substring(2)) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** @param defaults whether an entry may leave out parts of the key, for which the server has put in defaults */
    private static int indexOf(JsonNode list, JsonNode key, boolean defaults) {
        int partly = -1;
        for (int i = 0; i < list.size(); i++) {
            JsonNode entry = list.get(i);
            if (!key.isObject()) {
                if (isSameValue("", key, entry)) {
                    return i;
                }
                continue;
            }
            if (key.properties().stream()
                    .allMatch(part -> isSameValue("", part.getValue(), entry.path(part.getKey())))) {
                return i;
            }
            if (defaults
                    && partly < 0
                    && key.properties().stream()
                            .allMatch(part -> !entry.has(part.getKey())
                                    || isSameValue("", part.getValue(), entry.path(part.getKey())))) {
                partly = i;
            }
        }
        return partly;
    }

    /** Whether all that is described is there; beside it there may be the server's defaults. */
    private boolean covers(String path, JsonNode described, JsonNode live) {
        if (live == null) {
            return false;
        }
        if (described.isObject()) {
            return live.isObject()
                    && described.properties().stream()
                            .allMatch(field ->
                                    covers(path + "." + field.getKey(), field.getValue(), live.get(field.getKey())));
        }
        if (described.isArray()) {
            if (!live.isArray() || live.size() != described.size()) {
                return false;
            }
            for (int i = 0; i < described.size(); i++) {
                if (!covers(path, described.get(i), live.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return isSameValue(path, described, live);
    }

    private static boolean isSameValue(String path, JsonNode described, JsonNode live) {
        if (described.isNumber() && live.isNumber()) {
            return described.decimalValue().compareTo(live.decimalValue()) == 0;
        }
        if (described.equals(live)) {
            return true;
        }
        if (!described.isTextual()
                || !live.isTextual()
                || !QUANTITY_PATH.matcher(path).matches()) {
            return false;
        }
        try {
            return Quantity.parse(described.asText())
                            .getNumericalAmount()
                            .compareTo(Quantity.parse(live.asText()).getNumericalAmount())
                    == 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
