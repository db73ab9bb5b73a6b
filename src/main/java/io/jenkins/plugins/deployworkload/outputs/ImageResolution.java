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
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Gives each container whose image a build made that image, by its name. */
public final class ImageResolution {

    /** Where the outputs are. Asked only for images that a build made. */
    @FunctionalInterface
    public interface Outputs {
        /**
         * @param notes hears what is to be known of where the image was found, a sentence each
         * @throws UnresolvedImageException if it is not certain which image is meant
         */
        ChosenImage choose(BuiltImage wanted, Consumer<String> notes)
                throws UnresolvedImageException, InterruptedException;
    }

    private ImageResolution() {}

    /**
     * The workloads with references in the place of what is to be found.
     *
     * @param log hears which output gave which image for which container
     * @throws InvalidDescriptionException with each container whose image cannot be told
     */
    public static List<Workload> resolve(List<Workload> workloads, Outputs outputs, Consumer<String> log)
            throws InvalidDescriptionException, InterruptedException {
        Problems problems = new Problems();
        List<Workload> resolved = new ArrayList<>();
        DigestAssignments owners = new DigestAssignments();
        Set<RejectedOutput> unread = new LinkedHashSet<>();
        for (Workload workload : workloads) {
            Map<String, ImageReference> images = new LinkedHashMap<>();
            for (ContainerBase container : ImageOverrides.allContainers(workload)) {
                if (container.getImage() instanceof BuiltImage wanted) {
                    try {
                        ChosenImage chosen = outputs.choose(wanted, log);
                        owners.add(chosen);
                        unread.addAll(chosen.unreadable());
                        images.put(container.getName(), new ImageReference(chosen.reference()));
                        log.accept(logLine(workload, container, chosen));
                    } catch (UnresolvedImageException | ImageException e) {
                        problems.add(
                                "",
                                Messages.Resolution_Failed(container.getName(), workload.getName(), e.getMessage()));
                    }
                }
            }
            resolved.add(ImageOverrides.withImages(workload, images));
        }
        unread.forEach(output -> log.accept(Messages.Resolution_UnreadableOutput(output)));
        problems.throwIfAny();
        return resolved;
    }

    private static String logLine(Workload workload, ContainerBase container, ChosenImage chosen) {
        String outputs = String.join("; ", chosen.outputs());
        if (chosen.byDigest()) {
            return Messages.Resolution_ByDigest(container.getName(), workload.getName(), chosen.reference(), outputs);
        }
        return chosen.pushed()
                ? Messages.Resolution_ByTag(container.getName(), workload.getName(), chosen.reference(), outputs)
                : Messages.Resolution_NotPushed(container.getName(), workload.getName(), chosen.reference(), outputs);
    }
}
