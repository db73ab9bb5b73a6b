package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pods that an object creates.
 *
 * @param path the path of the template in the object, with a dot at its end; empty for a pod itself
 * @param metadata never {@code null}
 * @param spec never {@code null}
 */
record PodTemplate(String path, ObjectMeta metadata, PodSpec spec) {

    private static final Map<String, String> PATHS = Map.of(
            "Deployment", "spec.template.",
            "StatefulSet", "spec.template.",
            "DaemonSet", "spec.template.",
            "ReplicaSet", "spec.template.",
            "ReplicationController", "spec.template.",
            "Job", "spec.template.",
            "CronJob", "spec.jobTemplate.spec.template.",
            "PodTemplate", "template.",
            "Pod", "");

    /** A field with an image, and its value, which may be {@code null}. */
    record ImageField(String path, String image) {}

    PodTemplate {
        metadata = metadata == null ? new ObjectMeta() : metadata;
        spec = spec == null ? new PodSpec() : spec;
        boolean hasEmptyElement = Stream.<List<?>>of(
                        spec.getInitContainers(),
                        spec.getContainers(),
                        spec.getEphemeralContainers(),
                        spec.getVolumes())
                .anyMatch(list -> list.stream().anyMatch(Objects::isNull));
        if (hasEmptyElement) {
            throw new IllegalArgumentException("empty element of a list");
        }
    }

    /**
     * The pods of an object; empty if objects of its kind create no pods. Custom resources may create pods too, which
     * cannot be known.
     *
     * @throws IllegalArgumentException if the template is not valid
     */
    static Optional<PodTemplate> of(HasMetadata object) {
        String path = CustomResourceDefinitions.isCustom(object.getApiVersion()) ? null : PATHS.get(object.getKind());
        if (path == null) {
            return Optional.empty();
        }
        if (object instanceof Pod pod) {
            return Optional.of(new PodTemplate(path, pod.getMetadata(), pod.getSpec()));
        }
        // One way for objects with and without a model class.
        Object tree = Json.MAPPER.convertValue(object, Map.class);
        for (String key : path.isEmpty() ? new String[0] : path.split("\\.")) {
            tree = tree instanceof Map<?, ?> map ? map.get(key) : null;
        }
        PodTemplateSpec template = Json.MAPPER.convertValue(tree, PodTemplateSpec.class);
        ObjectMeta metadata = path.isEmpty() && object instanceof GenericKubernetesResource
                ? object.getMetadata()
                : template == null ? null : template.getMetadata();
        return Optional.of(new PodTemplate(path, metadata, template == null ? null : template.getSpec()));
    }

    /** The images of all containers, of any type, and of image volumes. */
    List<ImageField> images() {
        List<ImageField> images = new ArrayList<>();
        spec.getInitContainers().forEach(c -> images.add(image("initContainers", c.getName(), c.getImage())));
        spec.getContainers().forEach(c -> images.add(image("containers", c.getName(), c.getImage())));
        spec.getEphemeralContainers().forEach(c -> images.add(image("ephemeralContainers", c.getName(), c.getImage())));
        spec.getVolumes().stream()
                .filter(volume -> volume.getImage() != null)
                .forEach(volume -> images.add(new ImageField(
                        path + "spec.volumes[" + volume.getName() + "].image.reference",
                        volume.getImage().getReference())));
        return images;
    }

    private ImageField image(String list, String container, String image) {
        return new ImageField(path + "spec." + list + "[" + container + "].image", image);
    }
}
