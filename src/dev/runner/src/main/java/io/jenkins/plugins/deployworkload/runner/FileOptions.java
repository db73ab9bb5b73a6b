package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options that select workload files and images. */
final class FileOptions {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "YAML files with one or several workloads each, separated by ---.")
    private List<Path> files;

    @Option(
            names = "--image",
            paramLabel = "[WORKLOAD/]CONTAINER=REFERENCE",
            description =
                    "Image of a container, instead of the one in the file. WORKLOAD is required if several workloads"
                            + " have a container of that name.")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--images-from",
            paramLabel = "DIR",
            description = "Directory of a build. Images defined as fromBuild are found in the build outputs there.")
    private Path imagesFrom;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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

    private List<Workload> parsedWorkloads() throws CommandException {
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        for (Path file : files) {
            try {
                workloads.addAll(YamlReader.read(readText(file), file.toString(), Workload.class));
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

    private static String readText(Path file) throws CommandException {
        try {
            if (Files.isDirectory(file)) {
                throw new CommandException(ExitCode.INVALID_INPUT, file + ": is a directory; a YAML file is expected");
            }
            if (Files.size(file) > YamlReader.MAX_CHARACTERS) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT,
                        file + ": is too large; the limit is " + YamlReader.MAX_CHARACTERS + " bytes");
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
