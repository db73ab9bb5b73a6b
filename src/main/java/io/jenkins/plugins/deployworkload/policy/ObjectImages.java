package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images of the pods that an object creates. */
public final class ObjectImages {

    private ObjectImages() {}

    /**
     * The images by the paths of their fields; the value of an empty field is an empty text.
     *
     * @throws IllegalArgumentException if the template of the pods is not valid
     */
    public static Map<String, String> of(HasMetadata object) {
        Map<String, String> images = new LinkedHashMap<>();
        PodTemplate.of(object)
                .map(PodTemplate::images)
                .orElse(List.of())
                .forEach(field -> images.put(field.path(), field.image() == null ? "" : field.image()));
        return images;
    }
}
