package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Replaces images in the objects of manifests: those with a name, as the {@code images} of kustomize do, and those of the
 * containers with a name. An override with a container takes precedence.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/">images in kustomize</a>
 */
public final class ManifestImages {

    private static final Set<String> CONTAINER_LISTS = Set.of("containers", "initContainers", "ephemeralContainers");

    /** Kinds whose field {@code image} is no image of a pod. */
    private static final Set<String> OTHER_KINDS = Set.of("ConfigMap", "Secret", "CustomResourceDefinition");

    /** The maximum number of names in a message. */
    private static final int MAX_NAMES = 20;

    private final List<ImageOverride> overrides;
    private final Set<ImageOverride> used = new HashSet<>();
    private final Set<String> names = new TreeSet<>();
    private final Set<String> containers = new TreeSet<>();

    private ManifestImages(List<ImageOverride> overrides) {
        this.overrides = overrides;
    }

    /**
     * Changes the trees of the objects.
     *
     * @param overrides each with an image reference
     * @return a problem for each override that matches nothing
     */
    public static List<Problem> replace(List<ManifestObject> objects, List<ImageOverride> overrides) {
        ManifestImages images = new ManifestImages(overrides);
        objects.stream()
                .filter(object -> !OTHER_KINDS.contains(object.text("kind")))
                .forEach(object -> images.visit(object.tree(), ""));
        return images.problems();
    }

    /** The names of all containers. */
    public static Set<String> containers(List<ManifestObject> objects) {
        ManifestImages images = new ManifestImages(List.of());
        objects.forEach(object -> images.visit(object.tree(), ""));
        return images.containers;
    }

    private List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < overrides.size(); i++) {
            ImageOverride override = overrides.get(i);
            if (!used.contains(override)) {
                problems.add(
                        override.getName() == null
                                ? new Problem(
                                        "images[" + i + "].container",
                                        Messages.ManifestImages_noContainer(
                                                Quoted.of(override.getContainer()), shortened(containers)))
                                : new Problem(
                                        "images[" + i + "].name",
                                        Messages.ManifestImages_noImage(
                                                Quoted.of(override.getName()), shortened(names))));
            }
        }
        return problems;
    }

    private static String shortened(Set<String> all) {
        String first = all.stream().limit(MAX_NAMES).map(Quoted::escape).collect(Collectors.joining(", "));
        return all.isEmpty() ? "-" : all.size() > MAX_NAMES ? first + ", …" : first;
    }

    /** @param list the field of the list that contains the value; empty if none does */
    private void visit(JsonNode value, String list) {
        if (value instanceof ObjectNode map) {
            replaceNamed(map, "image");
            if (map.path("image") instanceof ObjectNode volume) {
                replaceNamed(volume, "reference");
            }
            if (CONTAINER_LISTS.contains(list) && map.path("name").isTextual()) {
                replaceInContainer(map);
            }
            map.properties().forEach(entry -> visitAll(entry.getValue(), entry.getKey()));
        } else {
            visitAll(value, "");
        }
    }

    private void visitAll(JsonNode value, String field) {
        if (value.isArray()) {
            value.forEach(element -> visit(element, field));
        } else if (value.isObject()) {
            visit(value, "");
        }
    }

    private void replaceNamed(ObjectNode map, String field) {
        if (!map.path(field).isTextual()) {
            return;
        }
        String name = name(map.path(field).textValue());
        names.add(name);
        for (ImageOverride override : overrides) {
            if (name.equals(override.getName())) {
                set(map, field, override);
            }
        }
    }

    private void replaceInContainer(ObjectNode container) {
        String name = container.path("name").textValue();
        containers.add(name);
        for (ImageOverride override : overrides) {
            if (name.equals(override.getContainer())) {
                set(container, "image", override);
            }
        }
    }

    private void set(ObjectNode map, String field, ImageOverride override) {
        used.add(override);
        map.put(field, ((ImageReference) override.getImage()).getReference());
    }

    /** The image without its tag and digest. */
    static String name(String image) {
        String tagged = image.split("@", 2)[0];
        int colon = tagged.lastIndexOf(':');
        return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
    }
}
