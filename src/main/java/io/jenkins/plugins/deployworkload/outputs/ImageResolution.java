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
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Outputs outputs;
    private final Consumer<String> log;
    private final Problems problems = new Problems();
    private final DigestAssignments digests = new DigestAssignments();
    private final Set<RejectedOutput> unreadable = new LinkedHashSet<>();

    private ImageResolution(Outputs outputs, Consumer<String> log) {
        this.outputs = outputs;
        this.log = log;
    }

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
        ImageResolution resolution = new ImageResolution(outputs, log);
        List<Workload> resolved = new ArrayList<>();
        for (Workload workload : workloads) {
            Map<String, ImageReference> images = new LinkedHashMap<>();
            for (ContainerBase container : ImageOverrides.allContainers(workload)) {
                if (container.getImage() instanceof BuiltImage query) {
                    resolution
                            .resolve(query, container.getName(), workload.getName())
                            .ifPresent(image -> images.put(container.getName(), image));
                } else if (container.getImage() instanceof ImageFromRegistry image) {
                    resolution
                            .resolve(image, container.getName(), workload.getName())
                            .ifPresent(reference -> images.put(container.getName(), reference));
                }
            }
            resolved.add(ImageOverrides.withImages(workload, images));
        }
        resolution.finish();
        return resolved;
    }

    /**
     * Like {@link #resolve(List, Outputs, Consumer)}, for the image overrides of manifests.
     *
     * @param application the name of the application, for messages
     */
    public static List<ImageOverride> resolveOverrides(
            List<ImageOverride> overrides, String application, Outputs outputs, Consumer<String> log)
            throws InvalidDescriptionException, InterruptedException {
        ImageResolution resolution = new ImageResolution(outputs, log);
        List<ImageOverride> resolved = new ArrayList<>();
        for (ImageOverride override : overrides) {
            ImageSource image = override.getImage();
            String target = override.getContainer() == null ? override.getName() : override.getContainer();
            if (image instanceof BuiltImage query) {
                image = resolution
                        .resolve(query, target, application)
                        .map(ImageSource.class::cast)
                        .orElse(query);
            } else if (image instanceof ImageFromRegistry registry) {
                image = resolution
                        .resolve(registry, target, application)
                        .map(ImageSource.class::cast)
                        .orElse(registry);
            }
            ImageOverride copy = new ImageOverride(override.getContainer(), image);
            copy.setName(override.getName());
            resolved.add(copy);
        }
        resolution.finish();
        return resolved;
    }

    private void finish() throws InvalidDescriptionException {
        unreadable.forEach(output -> log.accept(Messages.ImageResolution_unreadableOutput(output)));
        problems.throwIfAny();
    }

    /** The image; empty after a problem. */
    private Optional<ImageReference> resolve(BuiltImage query, String container, String application)
            throws InterruptedException {
        try {
            ChosenImage chosen = outputs.choose(query, log);
            digests.add(chosen);
            unreadable.addAll(chosen.unreadable());
            log.accept(logLine(application, container, chosen));
            return Optional.of(new ImageReference(chosen.reference()));
        } catch (UnresolvedImageException | ImageException e) {
            problems.add("", Messages.ImageResolution_failed(container, application, e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<ImageReference> resolve(ImageFromRegistry image, String container, String application)
            throws InterruptedException {
        try {
            return Optional.of(new ImageReference(outputs.resolve(image, log)));
        } catch (UnresolvedImageException e) {
            problems.add("", Messages.ImageResolution_failed(container, application, e.getMessage()));
            return Optional.empty();
        }
    }

    private static String logLine(String application, String container, ChosenImage chosen) {
        String outputs = String.join("; ", chosen.outputs());
        if (chosen.byDigest()) {
            return Messages.ImageResolution_byDigest(container, application, chosen.reference(), outputs);
        }
        return chosen.pushed()
                ? Messages.ImageResolution_byTag(container, application, chosen.reference(), outputs)
                : Messages.ImageResolution_notPushed(container, application, chosen.reference(), outputs);
    }
}
