package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * What a watch asks the server for, and by which value of it subscribers are told apart.
 *
 * @param label a label's key: objects that carry it, told apart by their value; {@code null} for none
 * @param fields a field selector: its objects are not told apart; {@code null} for none
 */
public record Selector(String label, String fields) {

    /** The value of everybody who is not told apart. */
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
