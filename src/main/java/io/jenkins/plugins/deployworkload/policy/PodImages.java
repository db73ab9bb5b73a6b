package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images that nodes pull for the pods of an object.
 *
 * @param images the images by the paths of their fields, except those that are never pulled
 * @param nodeSelector the labels that a node of the pods must have
 * @param hasNodeAffinity whether the pods have further conditions for their nodes
 */
public record PodImages(Map<String, String> images, Map<String, String> nodeSelector, boolean hasNodeAffinity) {

    private static final String NEVER = "Never";

    /**
     * Empty if objects of the kind create no pods.
     *
     * @throws IllegalArgumentException if the template of the pods is not valid
     */
    public static Optional<PodImages> of(HasMetadata object) {
        return PodTemplate.of(object).map(PodImages::of);
    }

    private static PodImages of(PodTemplate template) {
        PodSpec spec = template.spec();
        Set<String> neverPulled = new HashSet<>();
        Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .filter(container -> NEVER.equals(container.getImagePullPolicy()))
                .map(Container::getImage)
                .forEach(neverPulled::add);
        Map<String, String> images = new LinkedHashMap<>();
        template.images().stream()
                .filter(field -> field.image() != null && !neverPulled.contains(field.image()))
                .forEach(field -> images.put(field.path(), field.image()));
        return new PodImages(
                images,
                spec.getNodeSelector() == null ? Map.of() : spec.getNodeSelector(),
                spec.getNodeName() != null
                        || spec.getAffinity() != null && spec.getAffinity().getNodeAffinity() != null);
    }
}
