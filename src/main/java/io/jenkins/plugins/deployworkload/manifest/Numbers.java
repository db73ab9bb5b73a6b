package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts that are numbers in the API. */
final class Numbers {

    private Numbers() {}

    /** A number, or the name or percentage that stands in its place. */
    static IntOrString intOrString(String text) {
        if (isEmpty(text)) {
            return null;
        }
        return text.matches("[0-9]{1,9}") ? new IntOrString(Integer.parseInt(text)) : new IntOrString(text);
    }

    /** A file's permissions: octal in the description, decimal in the API's JSON. */
    static Integer fileMode(String octal) {
        return isEmpty(octal) ? null : Integer.valueOf(octal, 8);
    }

    static Quantity quantity(String text) {
        return isEmpty(text) ? null : new Quantity(text);
    }

    /** An empty text says as little as none. */
    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    static Map<String, Quantity> quantities(Map<String, String> amounts) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        amounts.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
        return quantities;
    }
}
