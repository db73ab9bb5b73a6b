package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * The selector of a watch: a label key or a field selector.
 *
 * @param label a label key; each handler receives the objects with the label value that it selects; {@code null} for
 *     none
 * @param fields a field selector; all handlers receive all objects; {@code null} for none
 */
public record Selector(String label, String fields) {

    /** The label value of handlers that receive all objects. */
    public static final String ALL = "";

    public static Selector label(String key) {
        return new Selector(key, null);
    }

    public static Selector fields(String selector) {
        return new Selector(null, selector);
    }

    Map<String, String> query() {
        return label == null ? Map.of("fieldSelector", fields) : Map.of("labelSelector", label);
    }

    String labelValue(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return label == null || labels == null ? ALL : labels.getOrDefault(label, ALL);
    }
}
