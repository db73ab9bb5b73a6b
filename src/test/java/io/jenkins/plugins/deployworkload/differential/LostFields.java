package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** What was sent and is not there, or not the same: the server may only add. */
final class LostFields {

    private LostFields() {}

    /** The first difference, by path; empty where everything arrived. */
    static String between(JsonNode sent, JsonNode got) {
        return between(sent, got, "");
    }

    private static String between(JsonNode sent, JsonNode got, String path) {
        if (sent.isObject()) {
            for (Map.Entry<String, JsonNode> field : sent.properties()) {
                String lost = between(field.getValue(), got.path(field.getKey()), path + "/" + field.getKey());
                if (!lost.isEmpty()) {
                    return lost;
                }
            }
            return sent.isEmpty() || got.isObject() || isZeroValue(sent) ? "" : path + ": nothing arrived of " + sent;
        }
        if (sent.isArray()) {
            if (sent.size() != got.size()) {
                return path + ": " + sent + " became " + got;
            }
            for (int i = 0; i < sent.size(); i++) {
                String lost = between(sent.get(i), got.get(i), path + "/" + i);
                if (!lost.isEmpty()) {
                    return lost;
                }
            }
            return "";
        }
        // An empty text is none to the API, which may put its own in its place.
        boolean unsaid = sent.isTextual() && sent.asText().isEmpty() || got.isMissingNode() && isZeroValue(sent);
        return sent.equals(got) || unsaid || isSameQuantity(sent, got)
                ? ""
                : path + ": " + sent + " became " + (got.isMissingNode() ? "nothing" : got);
    }

    /** The API writes no zero, false or empty text where that is what an unsaid field means as well. */
    private static boolean isZeroValue(JsonNode sent) {
        return sent.isTextual() && sent.asText().isEmpty()
                || sent.isNumber() && sent.asLong() == 0
                || sent.isBoolean() && !sent.asBoolean();
    }

    private static boolean isSameQuantity(JsonNode sent, JsonNode got) {
        if (!sent.isTextual() || !got.isTextual()) {
            return false;
        }
        try {
            return new Quantity(sent.asText())
                            .getNumericalAmount()
                            .compareTo(new Quantity(got.asText()).getNumericalAmount())
                    == 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
