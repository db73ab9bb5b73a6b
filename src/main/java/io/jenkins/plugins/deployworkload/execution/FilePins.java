package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.manifest.file.Manifests;
import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.ObjectImages;
import io.jenkins.plugins.deployworkload.policy.Wildcard;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.config.GeneratedObject;
import io.jenkins.plugins.deployworkload.workload.config.SecretEntry;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Checks the names and images in workload files against the patterns of the step. A file can have another author than the
 * step.
 */
final class FilePins {

    private FilePins() {}

    /**
     * Checks the names of the workloads and of their Services, which can have other names.
     *
     * @throws InvalidDescriptionException if the step does not allow a name; the message lists all such names
     */
    static void checkNames(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        List<String> patterns = request.allowedNames();
        Problems problems = new Problems();
        for (Workload workload : workloads) {
            String name = workload.getName();
            if (!isAllowed(patterns, name)) {
                problems.add("allowedNames", Messages.FilePins_name(Excerpt.of(name), String.join(", ", patterns)));
            }
            workload.getServices().stream()
                    .map(service -> service.nameOr(name))
                    .filter(other -> !other.equals(name))
                    .forEach(other -> checkObjectName(patterns, other, problems));
        }
        problems.throwIfAny();
    }

    private static boolean isAllowed(List<String> patterns, String name) {
        // The pattern ** matches a slash too, but it is no pattern with a namespace.
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern ->
                                pattern.contains("/") == name.contains("/") && Wildcard.matches(pattern, name));
    }

    private static void checkObjectName(List<String> patterns, String name, Problems problems) {
        if (!isAllowed(patterns, name)) {
            problems.add("allowedNames", Messages.FilePins_objectName(Excerpt.of(name), String.join(", ", patterns)));
        }
    }

    /**
     * Checks all images of the final objects: of containers, volumes, patches and raw objects.
     *
     * @param rendered the objects by the name of their workload or application
     * @throws InvalidDescriptionException if the step does not allow an image; the message lists all such images
     */
    static void checkImages(DeployRequest request, Map<String, List<HasMetadata>> rendered)
            throws InvalidDescriptionException {
        Problems problems = new Problems();
        List<String> patterns = request.allowedImages();
        if (!patterns.isEmpty()) {
            rendered.forEach((application, objects) ->
                    objects.forEach(object -> checkImages(application, object, patterns, problems)));
        }
        problems.throwIfAny();
    }

    /**
     * Checks the names of the objects. The author of a file must not choose another namespace than the step, so an object in
     * another one has a name with this namespace, which only a pattern with a namespace matches.
     *
     * @param namespace the namespace of the deploy
     * @throws InvalidDescriptionException if the step does not allow the name of an object of manifests
     */
    static void checkNames(DeployRequest request, Manifests manifests, String namespace)
            throws InvalidDescriptionException {
        Problems problems = new Problems();
        manifests
                .objects()
                .forEach(object -> checkObjectName(
                        request.allowedNames(), qualifiedName(object.tree().path("metadata"), namespace), problems));
        problems.throwIfAny();
    }

    private static String qualifiedName(JsonNode metadata, String namespace) {
        String name = metadata.path("name").asText();
        String named = metadata.path("namespace").asText("");
        return named.isEmpty() || named.equals(namespace) ? name : named + "/" + name;
    }

    private static void checkImages(String application, HasMetadata object, List<String> patterns, Problems problems) {
        Map<String, String> images;
        try {
            images = ObjectImages.of(object);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "",
                    application + ", "
                            + Excerpt.of(object.getKind() + " "
                                    + object.getMetadata().getName()) + ": "
                            + e.getMessage());
            return;
        }
        images.forEach((field, image) -> {
            if (!ImagePattern.matchesAny(patterns, image)) {
                problems.add(
                        "allowedImages",
                        Messages.FilePins_image(
                                application,
                                Excerpt.of(object.getKind() + " "
                                                + object.getMetadata().getName())
                                        + ", " + Excerpt.of(field),
                                Excerpt.of(image),
                                String.join(", ", patterns)));
            }
        });
    }

    /** @throws InvalidDescriptionException if the step does not allow the name of a raw object, Secret or ConfigMap */
    static void checkObjectNames(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        List<String> patterns = request.allowedNames();
        Problems problems = new Problems();
        for (Workload workload : workloads) {
            RawObject.of(workload.getObjects()).stream()
                    .map(object -> object.tree().path("metadata").path("name").asText())
                    .forEach(name -> checkObjectName(patterns, name, problems));
            Stream.concat(workload.getSecrets().stream(), workload.getConfigMaps().stream())
                    .map(GeneratedObject::getName)
                    .forEach(name -> checkObjectName(patterns, name, problems));
        }
        problems.throwIfAny();
    }

    /**
     * Workload files may use only the credentials that the step names, because the author of a file could otherwise read
     * every credential of the job.
     *
     * @throws InvalidDescriptionException if the step does not allow a credential; the message lists all of them
     */
    static void checkCredentials(DeployRequest request, List<Workload> workloads) throws InvalidDescriptionException {
        Problems problems = new Problems();
        for (Workload workload : request.workload() == null ? workloads : List.<Workload>of()) {
            workload.getSecrets().stream()
                    .flatMap(secret -> Stream.concat(
                            Stream.ofNullable(secret.getCredentialsId()),
                            secret.getData().stream().map(SecretEntry::getCredentialsId)))
                    .distinct()
                    .filter(id -> !request.fileCredentials().contains(id))
                    .forEach(id -> problems.add(
                            "fileCredentials", Messages.FilePins_credential(workload.getName(), Excerpt.of(id))));
        }
        problems.throwIfAny();
    }
}
