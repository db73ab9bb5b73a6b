package io.jenkins.plugins.deployworkload.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromRegistry;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workload that can be rendered without a build: images of builds have a placeholder, and what the deploy reads from
 * files of the workspace is left out.
 *
 * @param unknownImages the placeholders
 * @param withoutFiles whether something was left out
 * @param notes what a build will fill in, one sentence each
 */
record PreviewWorkload(Workload workload, Set<String> unknownImages, boolean withoutFiles, List<String> notes) {

    /** Stands for the tag or digest that a build has not produced yet. */
    private static final String UNKNOWN_TAG = "from-build";

    private static final String UNKNOWN_REPOSITORY = "image";

    PreviewWorkload {
        unknownImages = Set.copyOf(unknownImages);
        notes = List.copyOf(notes);
    }

    static PreviewWorkload of(Workload workload) throws InvalidDescriptionException {
        List<String> notes = new ArrayList<>();
        Map<String, ImageReference> images = new LinkedHashMap<>();
        Set<String> unknownImages = new HashSet<>();
        for (ContainerBase container : ImageOverrides.allContainers(workload)) {
            if (container.getImage() instanceof BuiltImage image) {
                String placeholder = placeholder(image);
                images.put(container.getName(), new ImageReference(placeholder));
                unknownImages.add(placeholder);
            } else if (container.getImage() instanceof ImageFromRegistry image) {
                images.put(container.getName(), new ImageReference(image.reference()));
            }
        }
        if (!unknownImages.isEmpty()) {
            notes.add(Messages.PreviewWorkload_images(":" + UNKNOWN_TAG));
        }
        ObjectNode tree = TreeWriter.toTree(ImageOverrides.withImages(workload, images));
        boolean withoutFiles = removeFiles(tree);
        if (withoutFiles) {
            notes.add(Messages.PreviewWorkload_files());
        }
        if (!workload.getSecrets().isEmpty()) {
            notes.add(Messages.PreviewWorkload_secrets());
        }
        return new PreviewWorkload(Binder.bind(tree, Workload.class), unknownImages, withoutFiles, notes);
    }

    private static String placeholder(BuiltImage image) {
        String repository = image.getRepository() == null ? UNKNOWN_REPOSITORY : image.getRepository();
        return repository + ":" + UNKNOWN_TAG;
    }

    /** Whether the workload names files. */
    private static boolean removeFiles(ObjectNode tree) {
        boolean removed = tree.remove("objectFiles") != null;
        removed |= removeElements(tree, "patches", "file");
        removed |= removeElements(tree, "configMaps", "files");
        return removed;
    }

    private static boolean removeElements(ObjectNode tree, String list, String field) {
        if (!(tree.path(list) instanceof ArrayNode elements)) {
            return false;
        }
        int before = elements.size();
        for (Iterator<JsonNode> all = elements.iterator(); all.hasNext(); ) {
            if (all.next().has(field)) {
                all.remove();
            }
        }
        return elements.size() < before;
    }
}
