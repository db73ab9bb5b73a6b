package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * The objects that a watch selects: by a label key, by a field selector, or all objects if both are {@code null}.
 *
 * @param label a label key. Each handler receives only objects with the label value that it has chosen. The key is
 *     {@code null} if {@code fields} is set
 * @param fields a field selector. Each handler receives all selected objects. The selector is {@code null} if
 *     {@code label} is set
 */
public record Selector(String label, String fields) {

    /** The label value that is used for handlers that receive all objects. */
    public static final String ALL = "";

    public static Selector label(String key) {
        return new Selector(key, null);
    }

    /** Selects all objects. */
    public static Selector all() {
        return new Selector(null, null);
    }

    public static Selector fields(String selector) {
        return new Selector(null, selector);
    }

    Map<String, String> query() {
        if (label != null) {
            return Map.of("labelSelector", label);
        }
        return fields == null ? Map.of() : Map.of("fieldSelector", fields);
    }

    String labelValue(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return label == null || labels == null ? ALL : labels.getOrDefault(label, ALL);
    }
}
