package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * Finds fields of the request that the API server dropped or changed. Additional fields in the stored object are
 * ignored.
 */
final class LostFields {

    private LostFields() {}

    /** The path of the first difference, with both values; empty if there is no difference. */
    static String between(JsonNode sent, JsonNode stored) {
        return between(sent, stored, "");
    }

    private static String between(JsonNode sent, JsonNode stored, String path) {
        if (sent.isObject()) {
            for (Map.Entry<String, JsonNode> field : sent.properties()) {
                String lost = between(field.getValue(), stored.path(field.getKey()), path + "/" + field.getKey());
                if (!lost.isEmpty()) {
                    return lost;
                }
            }
            return sent.isEmpty() || stored.isObject() || isZeroValue(sent) ? "" : path + ": " + sent + " was dropped";
        }
        if (sent.isArray()) {
            if (sent.size() != stored.size()) {
                return path + ": " + sent + " became " + stored;
            }
            for (int i = 0; i < sent.size(); i++) {
                String lost = between(sent.get(i), stored.get(i), path + "/" + i);
                if (!lost.isEmpty()) {
                    return lost;
                }
            }
            return "";
        }
        // The API server treats an empty string as an unset field, and can replace it with a default.
        boolean isUnset = sent.isTextual() && sent.asText().isEmpty() || stored.isMissingNode() && isZeroValue(sent);
        return sent.equals(stored) || isUnset || isSameQuantity(sent, stored)
                ? ""
                : path + ": " + sent + (stored.isMissingNode() ? " was dropped" : " became " + stored);
    }

    /** The API server can omit zero, false and an empty string if an unset field has the same meaning. */
    private static boolean isZeroValue(JsonNode sent) {
        return sent.isTextual() && sent.asText().isEmpty()
                || sent.isNumber() && sent.asLong() == 0
                || sent.isBoolean() && !sent.asBoolean();
    }

    private static boolean isSameQuantity(JsonNode sent, JsonNode stored) {
        if (!sent.isTextual() || !stored.isTextual()) {
            return false;
        }
        try {
            return new Quantity(sent.asText())
                            .getNumericalAmount()
                            .compareTo(new Quantity(stored.asText()).getNumericalAmount())
                    == 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
