package io.jenkins.plugins.deployworkload.manifest.value;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts texts of the model to numbers and quantities of the API. */
public final class Numbers {

    private Numbers() {}

    /** Converts a number, a port name or a percentage. */
    public static IntOrString intOrString(String text) {
        if (isEmpty(text)) {
            return null;
        }
        return text.matches("[0-9]{1,9}") ? new IntOrString(Integer.parseInt(text)) : new IntOrString(text);
    }

    /** Converts file permissions, which are octal in the description and decimal in the API's JSON. */
    public static Integer fileMode(String octal) {
        return isEmpty(octal) ? null : Integer.valueOf(octal, 8);
    }

    public static Quantity quantity(String text) {
        return isEmpty(text) ? null : new Quantity(text);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    public static Map<String, Quantity> quantities(Map<String, String> texts) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        texts.forEach((name, text) -> quantities.put(name, new Quantity(text)));
        return quantities;
    }
}
