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
 * Detects an apply that would change nothing and need not be sent: this plugin owns exactly the fields in the
 * definition, and all of them have the values in the definition. The FieldsV1 sets of managedFields tell how the API
 * server merges lists and maps, so that no schema is needed. In doubt, the apply is sent.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">Field
 *     management</a>
 */
final class NoOpDetector {

    private static final Set<String> IDENTITY_FIELDS =
            Set.of("apiVersion", "kind", "name", "namespace", "resourceVersion");

    /** The paths of quantities, which the API server normalizes: 0.5 becomes 500m. */
    private static final Pattern QUANTITY_PATH = Pattern.compile(
            "\\.spec\\.(?!.*(metadata|matchLabels|nodeSelector)\\.).*(resources\\.(requests|limits)\\..+|(sizeLimit|averageValue|divisor|tolerance))");

    private final boolean reapplied;

    private NoOpDetector(boolean reapplied) {
        this.reapplied = reapplied;
    }

    /**
     * @param described the object that would be applied
     * @param live the live object with its managedFields
     * @param reapplied whether the same object was applied last and became healthy. If so, additional live fields of an
     *     atomic list or map are defaults of the API server. If not, the apply would remove the additional fields
     */
    static boolean isNoOp(JsonNode described, JsonNode live, boolean reapplied) {
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (FieldManagers.isOurApplyEntry(entry)) {
                return entry.path("apiVersion").equals(described.path("apiVersion"))
                        && new NoOpDetector(reapplied).matchesObject("", described, live, entry.path("fieldsV1"));
            }
        }
        return false;
    }

    private boolean matches(String path, JsonNode described, JsonNode live, JsonNode fields) {
        if (live == null || live.isMissingNode() || described.isNull()) {
            // The API server does not store a field that is false by default, but it remembers who has applied it.
            return live == null && described.isBoolean() && !described.booleanValue() && fields.isEmpty();
        }
        if (fields.isEmpty()) {
            // The field is atomic: a plain value, or a list or map that one manager owns as a whole.
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
            JsonNode managedField = fields.get("f:" + name);
            if (managedField == null) {
                boolean isIdentityOnly = path.isEmpty()
                        && name.equals("metadata")
                        && field.getValue().properties().stream()
                                .allMatch(part -> IDENTITY_FIELDS.contains(part.getKey()));
                if (!isIdentityOnly) {
                    return false;
                }
            } else if (!matches(path + "." + name, field.getValue(), live.get(name), managedField)) {
                return false;
            }
        }
        // If this plugin owns a field that is no longer in the definition, the apply would remove the field.
        return fields.properties().stream()
                .map(Map.Entry::getKey)
                .allMatch(key -> key.equals(".") || key.startsWith("f:") && described.has(key.substring(2)));
    }

    private static boolean isIdentityField(String path, String name) {
        return IDENTITY_FIELDS.contains(name) && (path.isEmpty() || path.equals(".metadata"));
    }

    /** Compares two lists entry by entry. FieldsV1 names an entry by its key ({@code k:}) or its value ({@code v:}). */
    private boolean matchesList(String path, JsonNode described, JsonNode live, JsonNode fields) {
        int entries = 0;
        int[] order = new int[described.size()];
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().equals(".")) {
                continue;
            }
            JsonNode key = parseKey(field.getKey());
            int describedIndex = key == null ? -1 : indexOf(described, key, true);
            int liveIndex = key == null ? -1 : indexOf(live, key, false);
            if (describedIndex < 0
                    || liveIndex < 0
                    || !matches(path, described.get(describedIndex), live.get(liveIndex), field.getValue())) {
                return false;
            }
            order[describedIndex] = liveIndex;
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

    /** @param defaults whether an entry may omit those parts of the key that have a default */
    private static int indexOf(JsonNode list, JsonNode key, boolean defaults) {
        int partialMatch = -1;
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
                    && partialMatch < 0
                    && key.properties().stream()
                            .allMatch(part -> !entry.has(part.getKey())
                                    || isSameValue("", part.getValue(), entry.path(part.getKey())))) {
                partialMatch = i;
            }
        }
        return partialMatch;
    }

    /** Whether the live value has everything in the definition; it may also have defaults of the API server. */
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
