package io.jenkins.plugins.deployworkload.execution;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.ObjectImages;
import io.jenkins.plugins.deployworkload.policy.Wildcard;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.util.List;
import java.util.stream.Stream;

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
    static void checkImages(DeployRequest request, List<Workload> workloads, String namespace)
            throws InvalidDescriptionException {
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
            if (!patterns.isEmpty() && hasOwnObjects(workload)) {
                WorkloadRenderer.render(workload, namespace)
                        .forEach(object -> checkImages(workload.getName(), object, patterns, problems));
            }
        }
        problems.throwIfAny();
    }

    /** @throws InvalidDescriptionException if the step does not allow the name or an image of an object of manifests */
    static void checkObjects(DeployRequest request, ManifestApplication application)
            throws InvalidDescriptionException {
        Problems problems = new Problems();
        checkObjectNames(
                request,
                application.objects().stream()
                        .map(object -> object.getMetadata().getName()),
                problems);
        if (!request.allowedImages().isEmpty()) {
            application
                    .objects()
                    .forEach(object -> checkImages(application.name(), object, request.allowedImages(), problems));
        }
        problems.throwIfAny();
    }

    /** Patches and raw objects can contain images too. */
    private static boolean hasOwnObjects(Workload workload) {
        return !workload.getPatches().isEmpty() || !workload.getObjects().isEmpty();
    }

    private static void checkImages(String application, HasMetadata object, List<String> patterns, Problems problems) {
        ObjectImages.of(object).forEach((field, image) -> {
            if (!ImagePattern.matchesAny(patterns, image)) {
                problems.add(
                        "allowedImages",
                        Messages.FilePins_objectImage(
                                application,
                                Excerpt.of(object.getKind() + " "
                                        + object.getMetadata().getName() + ", " + field),
                                Excerpt.of(image),
                                String.join(", ", patterns)));
            }
        });
    }

    /** @throws InvalidDescriptionException if the step does not allow the name of a raw object */
    static void checkObjectNames(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        Problems problems = new Problems();
        for (Workload workload : workloads) {
            Stream<String> names = RawObject.of(workload.getObjects()).stream()
                    .map(object -> object.tree().path("metadata").path("name").asText());
            checkObjectNames(request, names, problems);
        }
        problems.throwIfAny();
    }

    private static void checkObjectNames(DeployRequest request, Stream<String> names, Problems problems) {
        List<String> patterns = request.allowedNames();
        names.filter(name -> !patterns.isEmpty() && !Wildcard.matchesAny(patterns, name))
                .forEach(name -> problems.add(
                        "allowedNames", Messages.FilePins_objectName(Excerpt.of(name), String.join(", ", patterns))));
    }
}
