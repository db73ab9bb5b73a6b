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

/** Which images the containers of workloads have, and how they get others. */
public final class ImageOverrides {

    private ImageOverrides() {}

    /** All containers of a workload, init containers first. No two have the same name. */
    public static List<ContainerBase> allContainers(Workload workload) {
        return Stream.<ContainerBase>concat(workload.getInitContainers().stream(), workload.getContainers().stream())
                .toList();
    }

    /**
     * The workload with other images in the containers of these names.
     *
     * @throws InvalidDescriptionException if such an image is not allowed there
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
     * The workloads with the images that were asked for in the place of those that their descriptions name.
     *
     * @throws InvalidDescriptionException if it is not certain which container is meant; says which there are
     */
    public static List<Workload> apply(List<Workload> workloads, List<ImageOverride> images)
            throws InvalidDescriptionException {
        Map<Workload, Map<String, ImageSource>> chosen = new IdentityHashMap<>();
        Problems problems = new Problems();
        for (int i = 0; i < images.size(); i++) {
            ImageOverride image = images.get(i);
            String at = "images[" + i + "].container";
            List<Workload> meant = workloads.stream()
                    .filter(workload ->
                            image.getWorkload() == null || image.getWorkload().equals(workload.getName()))
                    .filter(workload -> allContainers(workload).stream()
                            .anyMatch(container -> image.getContainer().equals(container.getName())))
                    .toList();
            if (meant.isEmpty()) {
                problems.add(at, Messages.ImageOverrides_NoContainer(describe(image), describeAll(workloads)));
            } else if (meant.size() > 1) {
                problems.add(
                        at,
                        Messages.ImageOverrides_Ambiguous(
                                image.getContainer(),
                                meant.stream().map(Workload::getName).collect(Collectors.joining(", "))));
            } else if (chosen.computeIfAbsent(meant.get(0), workload -> new HashMap<>())
                            .put(image.getContainer(), image.getImage())
                    != null) {
                problems.add(
                        at,
                        io.jenkins.plugins.deployworkload.workload.binding.Messages.Duplicates_Duplicate(
                                describe(image)));
            }
        }
        problems.throwIfAny();
        List<Workload> replaced = new ArrayList<>();
        for (Workload workload : workloads) {
            replaced.add(withImages(workload, chosen.getOrDefault(workload, Map.of())));
        }
        return replaced;
    }

    private static String describe(ImageOverride image) {
        return (image.getWorkload() == null ? "" : image.getWorkload() + "/") + image.getContainer();
    }

    private static String describeAll(List<Workload> workloads) {
        return workloads.stream()
                .flatMap(workload -> allContainers(workload).stream()
                        .map(container -> workload.getName() + "/" + container.getName()))
                .collect(Collectors.joining(", "));
    }
}
