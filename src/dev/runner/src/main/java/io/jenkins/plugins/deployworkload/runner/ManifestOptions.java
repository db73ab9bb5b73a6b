package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestImages;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.file.Manifests;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that select manifests. */
final class ManifestOptions {

    /** A limit for directories that were named by mistake. */
    private static final int MAX_FILES = 1000;

    @Option(
            names = "--manifests",
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Kubernetes manifests, instead of workload files: files, and directories with *.yaml, *.yml"
                    + " and *.json.")
    private List<Path> manifests = List.of();

    boolean present() {
        return !manifests.isEmpty();
    }

    /**
     * Reads and validates all manifests.
     *
     * @param name the name of the application; null if it is missing
     * @param images image references by the names of containers or images
     * @param notices receives sentences about fields that are not deployed
     * @throws CommandException with all problems of all files
     */
    ApplicationSource read(String name, Map<String, String> images, Variables variables, Consumer<String> notices)
            throws CommandException {
        if (name == null) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--name: is required with --manifests");
        }
        CommandException.requireValid(TextRule.WORKLOAD_NAME, "--name", name);
        List<YamlFile> files = new ArrayList<>();
        for (Path path : paths()) {
            files.add(new YamlFile(path.toString(), FileOptions.readText(path, ManifestReader.MAX_CHARACTERS)));
        }
        try {
            Manifests read = ManifestReader.read(files, variables);
            read.notices().forEach(notices);
            return new Source(name, read, overrides(read, images));
        } catch (InvalidDescriptionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        }
    }

    private record Source(String name, Manifests manifests, List<ImageOverride> images) implements ApplicationSource {

        @Override
        public Application render(String namespace) throws CommandException {
            try {
                List<HasMetadata> objects = ManifestRenderer.render(manifests, images, PatchFiles.NONE, namespace);
                return new Application(name, objects, false, true);
            } catch (InvalidDescriptionException e) {
                throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
            }
        }

        @Override
        public String namedNamespace() {
            return manifests.objects().stream()
                    .map(object ->
                            object.tree().path("metadata").path("namespace").asText(""))
                    .filter(namespace -> !namespace.isEmpty())
                    .findFirst()
                    .orElse("default");
        }
    }

    private static List<ImageOverride> overrides(Manifests manifests, Map<String, String> images) {
        Set<String> containers = ManifestImages.containers(manifests.objects());
        List<ImageOverride> overrides = new ArrayList<>();
        images.forEach((target, reference) -> {
            boolean isContainer = containers.contains(target);
            ImageOverride override = new ImageOverride(isContainer ? target : null, new ImageReference(reference));
            override.setName(isContainer ? null : target);
            overrides.add(override);
        });
        return overrides;
    }

    private List<Path> paths() throws CommandException {
        List<Path> paths = new ArrayList<>();
        for (Path path : manifests) {
            if (Files.isDirectory(path)) {
                List<Path> found = filesIn(path);
                if (found.isEmpty()) {
                    throw new CommandException(
                            ExitCode.INVALID_INPUT, path + ": contains no file with .yaml, .yml or .json");
                }
                paths.addAll(found);
            } else {
                paths.add(path);
            }
        }
        if (paths.size() > MAX_FILES) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT, "--manifests: " + paths.size() + " files; the limit is " + MAX_FILES);
        }
        return paths.stream().distinct().toList();
    }

    private static List<Path> filesIn(Path directory) throws CommandException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[^.].*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, directory + ": cannot be read");
        }
    }
}
