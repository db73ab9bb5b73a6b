package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.Wildcard;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.List;

/**
 * Checks the names and images in workload files against the patterns of the step. A file can have another author than the
 * step.
 */
final class FilePins {

    private FilePins() {}

    /** @throws InvalidDescriptionException if the step does not allow a name; the message lists all such names */
    static void checkNames(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        List<String> patterns = request.allowedNames();
        Problems problems = new Problems();
        workloads.stream()
                .map(Workload::getName)
                .filter(name -> !patterns.isEmpty() && !Wildcard.matchesAny(patterns, name))
                .forEach(name -> problems.add(
                        "allowedNames", Messages.FilePins_name(Excerpt.of(name), String.join(", ", patterns))));
        problems.throwIfAny();
    }

    /**
     * @param workloads the workloads, with an image reference for each container
     * @throws InvalidDescriptionException if the step does not allow an image; the message lists all such images
     */
    static void checkImages(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        List<String> patterns = request.allowedImages();
        Problems problems = new Problems();
        for (Workload workload : workloads) {
            for (ContainerBase container : ImageOverrides.allContainers(workload)) {
                String image = container.getImage() instanceof ImageReference reference ? reference.getReference() : "";
                if (!patterns.isEmpty() && !ImagePattern.matchesAny(patterns, image)) {
                    problems.add(
                            "allowedImages",
                            Messages.FilePins_image(
                                    workload.getName(),
                                    container.getName(),
                                    Excerpt.of(image),
                                    String.join(", ", patterns)));
                }
            }
        }
        problems.throwIfAny();
    }
}
