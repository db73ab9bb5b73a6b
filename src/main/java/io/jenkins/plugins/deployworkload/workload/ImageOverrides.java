package io.jenkins.plugins.deployworkload.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replaces container images in workload descriptions. */
public final class ImageOverrides {

    private ImageOverrides() {}

    /** The init containers of a valid workload, followed by its containers. Their names are unique. */
    public static List<ContainerBase> allContainers(Workload workload) {
        return Stream.<ContainerBase>concat(workload.getInitContainers().stream(), workload.getContainers().stream())
                .toList();
    }

    /**
     * Returns a copy of the workload with the given images.
     *
     * @param images the new image by container or init container name; names that the workload does not have are ignored
     * @throws InvalidDescriptionException if the resulting workload is invalid
     */
    public static Workload withImages(Workload workload, Map<String, ? extends ImageSource> images)
            throws InvalidDescriptionException {
        if (images.isEmpty()) {
            return workload;
        }
        ObjectNode tree = TreeWriter.toTree(workload);
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : tree.path(list)) {
                String name = container.path("name").asText();
                if (images.containsKey(name)) {
                    ObjectNode changed = (ObjectNode) container;
                    changed.set(
                            "image",
                            TreeWriter.toTree(new ImageOverride(name, images.get(name)))
                                    .get("image"));
                }
            }
        }
        return Binder.bind(tree, Workload.class);
    }

    /**
     * Returns the workloads with the overrides applied.
     *
     * @throws InvalidDescriptionException if a container does not exist, exists in several workloads, or is overridden twice;
     *     the message lists the containers
     */
    public static List<Workload> apply(List<Workload> workloads, List<ImageOverride> overrides)
            throws InvalidDescriptionException {
        Map<Workload, Map<String, ImageSource>> imagesByWorkload = new IdentityHashMap<>();
        Problems problems = new Problems();
        for (int i = 0; i < overrides.size(); i++) {
            ImageOverride override = overrides.get(i);
            String path = "images[" + i + "].container";
            List<Workload> matches = workloads.stream()
                    .filter(workload -> override.getWorkload() == null
                            || override.getWorkload().equals(workload.getName()))
                    .filter(workload -> allContainers(workload).stream()
                            .anyMatch(container -> container.getName().equals(override.getContainer())))
                    .toList();
            if (matches.isEmpty()) {
                problems.add(
                        path, Messages.ImageOverrides_UnknownContainer(describe(override), describeAll(workloads)));
            } else if (matches.size() > 1) {
                problems.add(
                        path,
                        Messages.ImageOverrides_AmbiguousContainer(
                                override.getContainer(),
                                matches.stream().map(Workload::getName).collect(Collectors.joining(", "))));
            } else if (imagesByWorkload
                            .computeIfAbsent(matches.get(0), workload -> new HashMap<>())
                            .put(override.getContainer(), override.getImage())
                    != null) {
                problems.add(
                        path,
                        io.jenkins.plugins.deployworkload.workload.binding.Messages.Duplicates_DuplicateValue(
                                describe(override)));
            }
        }
        problems.throwIfAny();
        List<Workload> replaced = new ArrayList<>();
        for (Workload workload : workloads) {
            replaced.add(withImages(workload, imagesByWorkload.getOrDefault(workload, Map.of())));
        }
        return replaced;
    }

    private static String describe(ImageOverride override) {
        return (override.getWorkload() == null ? "" : override.getWorkload() + "/") + override.getContainer();
    }

    private static String describeAll(List<Workload> workloads) {
        return workloads.stream()
                .flatMap(workload -> allContainers(workload).stream()
                        .map(container -> workload.getName() + "/" + container.getName()))
                .collect(Collectors.joining(", "));
    }
}
