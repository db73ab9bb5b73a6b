package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.CompleteWorkload;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options that select workload files and images. */
final class FileOptions {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "YAML files with one or several workloads each, separated by ---.")
    private List<Path> files = List.of();

    @Mixin
    private ManifestOptions manifests;

    @Option(
            names = "--image",
            paramLabel = "[WORKLOAD/]CONTAINER=REFERENCE",
            description =
                    "Image of a container, instead of the one in the file. WORKLOAD is required if several workloads"
                            + " have a container of that name. With --manifests, the name of an image can stand"
                            + " instead of the container.")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--images-from",
            paramLabel = "DIR",
            description = "Directory of a build. Images defined as fromBuild are found in the build outputs there.")
    private Path imagesFrom;

    @Option(
            names = "--variable",
            paramLabel = "NAME=VALUE",
            description = "Value of a variable that the files contain as $${NAME}; repeatable.")
    private Map<String, String> variables = Map.of();

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "Directory of the patch files and object files that workloads name; default: the current"
                    + " directory.")
    private Path workspace = Path.of("");

    /** The workloads that were read, by name. */
    private final Map<String, CompleteWorkload> read = new HashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Reads and validates all files.
     *
     * @param name the name of an application of manifests; null if it is missing
     * @param workloads reads the workloads, if the command has no manifests
     * @throws CommandException with all problems of all files
     */
    List<ApplicationSource> sources(String name, WorkloadReader workloads) throws CommandException {
        if (manifests.present() != files.isEmpty()) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT,
                    "Missing required parameter: 'FILE...' or '--manifests'; they cannot be combined");
        }
        checkVariables();
        if (manifests.present()) {
            PrintWriter log = spec.commandLine().getErr();
            return List.of(manifests.read(name, images, Variables.of(variables), log::println));
        }
        return workloads.read(this).stream().map(this::source).toList();
    }

    /** Like {@link #sources}, and renders the objects. */
    List<Application> applications(String name, String namespace, WorkloadReader workloads) throws CommandException {
        return render(sources(name, workloads), namespace);
    }

    static List<Application> render(List<ApplicationSource> sources, String namespace) throws CommandException {
        List<Application> applications = new ArrayList<>();
        for (ApplicationSource source : sources) {
            applications.add(source.render(namespace));
        }
        return applications;
    }

    private ApplicationSource source(Workload workload) {
        return new ApplicationSource() {
            @Override
            public Application render(String namespace) throws CommandException {
                return new Application(
                        workload.getName(),
                        objects(workload, namespace),
                        !workload.getSecrets().isEmpty(),
                        false);
            }

            @Override
            public String namedNamespace() {
                return RawObject.of(workload.getObjects()).stream()
                        .map(object ->
                                object.tree().path("metadata").path("namespace").asText(""))
                        .filter(namespace -> !namespace.isEmpty())
                        .findFirst()
                        .orElse("default");
            }
        };
    }

    /** One of the methods of this class that read workloads. */
    @FunctionalInterface
    interface WorkloadReader {
        List<Workload> read(FileOptions options) throws CommandException;
    }

    /**
     * Reads and validates all workloads of all files, and resolves the images that are defined as {@code fromBuild}.
     *
     * @throws CommandException with all problems of all files
     */
    List<Workload> workloads() throws CommandException {
        PrintWriter log = spec.commandLine().getErr();
        try {
            return ImageResolution.resolve(parsedWorkloads(), new OutputFolder(imagesFrom), log::println);
        } catch (InvalidDescriptionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Like {@link #workloads()}, but without {@code --images-from}, images defined as {@code fromBuild} stay
     * unresolved.
     */
    List<Workload> workloadsResolvedIfPossible() throws CommandException {
        return imagesFrom == null ? parsedWorkloads() : workloads();
    }

    /** Like {@link #workloads()}, but an image of a build or registry may be any image. */
    List<Workload> workloadsWithAnyImage() throws CommandException {
        List<Workload> workloads = workloadsResolvedIfPossible();
        List<ImageOverride> overrides = workloads.stream()
                .flatMap(workload -> ImageOverrides.allContainers(workload).stream()
                        .filter(container -> !(container.getImage() instanceof ImageReference))
                        .map(container -> {
                            ImageOverride any = new ImageOverride(container.getName(), new ImageReference("any"));
                            any.setWorkload(workload.getName());
                            return any;
                        }))
                .toList();
        try {
            return ImageOverrides.apply(workloads, overrides);
        } catch (InvalidDescriptionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Renders a workload.
     *
     * @throws CommandException if its patches or raw objects are not valid
     */
    List<HasMetadata> objects(Workload workload, String namespace) throws CommandException {
        try {
            return WorkloadRenderer.render(workload, namespace);
        } catch (InvalidObjectsException e) {
            CompleteWorkload complete = read.get(workload.getName());
            throw new CommandException(
                    ExitCode.INVALID_INPUT, e.withLocations(complete::located).getMessage());
        }
    }

    private void checkVariables() throws CommandException {
        for (String name : variables.keySet()) {
            if (!Variables.isValidName(name)) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--variable: " + name + " is not the name of a variable: use letters, digits and _");
            }
        }
    }

    private List<Workload> parsedWorkloads() throws CommandException {
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        Variables values = Variables.of(variables);
        LocalFiles folder = new LocalFiles(workspace.toAbsolutePath().normalize());
        for (Path file : files) {
            try {
                for (Workload workload : YamlReader.read(readText(file), file.toString(), Workload.class, values)) {
                    CompleteWorkload complete = ReferencedFiles.read(workload, folder, values);
                    read.put(workload.getName(), complete);
                    workloads.add(complete.workload());
                }
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        try {
            problems.throwIfAny();
        } catch (InvalidDescriptionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        }
        rejectDuplicates(workloads);
        return withImages(workloads);
    }

    /** Refuses two workloads of the same name, because their rollouts would overwrite each other. */
    private static void rejectDuplicates(List<Workload> workloads) throws CommandException {
        Set<String> names = new HashSet<>();
        for (Workload workload : workloads) {
            if (!names.add(workload.getName())) {
                throw new CommandException(ExitCode.INVALID_INPUT, "duplicate workload \"" + workload.getName() + "\"");
            }
        }
    }

    static String readText(Path file) throws CommandException {
        return readText(file, YamlReader.MAX_CHARACTERS);
    }

    /** @param maxBytes the maximum size of the file */
    static String readText(Path file, int maxBytes) throws CommandException {
        try {
            if (Files.isDirectory(file)) {
                throw new CommandException(ExitCode.INVALID_INPUT, file + ": is a directory; a YAML file is expected");
            }
            if (Files.size(file) > maxBytes) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT, file + ": is too large; the limit is " + maxBytes + " bytes");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": does not exist");
        } catch (CharacterCodingException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": cannot be read");
        }
    }

    private List<Workload> withImages(List<Workload> workloads) throws CommandException {
        List<ImageOverride> overrides = new ArrayList<>();
        images.forEach((container, reference) -> {
            int slash = container.indexOf('/');
            ImageOverride image = new ImageOverride(container.substring(slash + 1), new ImageReference(reference));
            image.setWorkload(slash < 0 ? null : container.substring(0, slash));
            overrides.add(image);
        });
        try {
            return ImageOverrides.apply(workloads, overrides);
        } catch (InvalidDescriptionException e) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT,
                    e.problems().stream()
                            .map(FileOptions::toOptionProblem)
                            .map(Problem::toString)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    /**
     * For a problem of an entry of {@code images}, replaces the path of the problem with the option {@code --image}.
     */
    private static Problem toOptionProblem(Problem problem) {
        return problem.path().startsWith("images[") ? new Problem("--image", problem.message()) : problem;
    }
}
