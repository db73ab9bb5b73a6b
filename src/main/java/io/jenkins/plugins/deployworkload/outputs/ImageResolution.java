package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.search.DigestAssignments;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromRegistry;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Replaces each image that a workload takes from a build by an image reference. */
public final class ImageResolution {

    /** Chooses images from the outputs of builds. */
    @FunctionalInterface
    public interface Outputs {
        /**
         * @param notes receives messages about the searched build, one sentence at a time
         * @throws UnresolvedImageException if no image or several images match
         */
        ChosenImage choose(BuiltImage query, Consumer<String> notes)
                throws UnresolvedImageException, InterruptedException;

        /**
         * The reference of an image of a registry, by digest if the image asks for it.
         *
         * @param notes see {@link #choose}
         * @throws UnresolvedImageException if the digest is not known
         */
        default String resolve(ImageFromRegistry image, Consumer<String> notes)
                throws UnresolvedImageException, InterruptedException {
            if (image.needsDigest()) {
                throw new UnresolvedImageException(Messages.ImageResolution_noRegistry(image.reference()));
            }
            return image.reference();
        }
    }

    private ImageResolution() {}

    /**
     * Returns the workloads with an image reference for every container.
     *
     * @param log receives a line for each replaced image: the container, the reference, and the outputs that name the
     *     image
     * @throws InvalidDescriptionException if images were not found; the exception has a problem for each container
     *     without an image
     */
    public static List<Workload> resolve(List<Workload> workloads, Outputs outputs, Consumer<String> log)
            throws InvalidDescriptionException, InterruptedException {
        Problems problems = new Problems();
        List<Workload> resolved = new ArrayList<>();
        DigestAssignments digests = new DigestAssignments();
        Set<RejectedOutput> unreadable = new LinkedHashSet<>();
        for (Workload workload : workloads) {
            Map<String, ImageReference> images = new LinkedHashMap<>();
            for (ContainerBase container : ImageOverrides.allContainers(workload)) {
                if (container.getImage() instanceof BuiltImage query) {
                    try {
                        ChosenImage chosen = outputs.choose(query, log);
                        digests.add(chosen);
                        unreadable.addAll(chosen.unreadable());
                        images.put(container.getName(), new ImageReference(chosen.reference()));
                        log.accept(logLine(workload, container, chosen));
                    } catch (UnresolvedImageException | ImageException e) {
                        problems.add("", failed(workload, container, e));
                    }
                } else if (container.getImage() instanceof ImageFromRegistry image) {
                    try {
                        images.put(container.getName(), new ImageReference(outputs.resolve(image, log)));
                    } catch (UnresolvedImageException e) {
                        problems.add("", failed(workload, container, e));
                    }
                }
            }
            resolved.add(ImageOverrides.withImages(workload, images));
        }
        unreadable.forEach(output -> log.accept(Messages.ImageResolution_unreadableOutput(output)));
        problems.throwIfAny();
        return resolved;
    }

    private static String failed(Workload workload, ContainerBase container, Exception problem) {
        return Messages.ImageResolution_failed(container.getName(), workload.getName(), problem.getMessage());
    }

    private static String logLine(Workload workload, ContainerBase container, ChosenImage chosen) {
        String outputs = String.join("; ", chosen.outputs());
        if (chosen.byDigest()) {
            return Messages.ImageResolution_byDigest(
                    container.getName(), workload.getName(), chosen.reference(), outputs);
        }
        return chosen.pushed()
                ? Messages.ImageResolution_byTag(container.getName(), workload.getName(), chosen.reference(), outputs)
                : Messages.ImageResolution_notPushed(
                        container.getName(), workload.getName(), chosen.reference(), outputs);
    }
}
