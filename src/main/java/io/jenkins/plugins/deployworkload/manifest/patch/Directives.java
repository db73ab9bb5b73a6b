package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The directives of strategic merge patches. */
final class Directives {

    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String ORDER = "$setElementOrder/";
    static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";

    /** For messages. */
    static final String ALL = PATCH + ", " + RETAIN_KEYS + ", " + ORDER + "…, " + DELETE_FROM_LIST + "…";

    private Directives() {}

    static boolean isDirective(String key) {
        return key.equals(PATCH)
                || key.equals(RETAIN_KEYS)
                || key.startsWith(ORDER)
                || key.startsWith(DELETE_FROM_LIST);
    }

    /**
     * A copy of a value that the object does not have yet: without directives and null values. A map with {@code $patch}
     * is left out, as the API server does.
     *
     * @return {@code null} if nothing is left
     */
    static JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode map) {
            if (map.has(PATCH)) {
                return null;
            }
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                JsonNode kept = withoutDirectives(entry.getValue());
                if (kept != null && !kept.isNull() && !isDirective(entry.getKey())) {
                    copy.set(entry.getKey(), kept);
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : list) {
                JsonNode kept = withoutDirectives(element);
                if (kept != null) {
                    copy.add(kept);
                }
            }
            return copy;
        }
        return value;
    }

    /** Removes directives and null values that are left in a merged object, as they are no fields of the API. */
    static void removeAll(JsonNode value) {
        if (value instanceof ObjectNode map) {
            List<String> unwanted = new ArrayList<>();
            map.properties().forEach(entry -> {
                if (entry.getValue().isNull() || isDirective(entry.getKey())) {
                    unwanted.add(entry.getKey());
                }
            });
            map.remove(unwanted);
        }
        value.forEach(Directives::removeAll);
    }
}
