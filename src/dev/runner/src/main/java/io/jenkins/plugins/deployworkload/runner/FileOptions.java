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

/** The files that a command reads, with the images that its options name. */
final class FileOptions {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files, each with one or several workloads.")
    private List<Path> files;

    @Option(
            names = "--image",
            paramLabel = "[WORKLOAD/]CONTAINER=REFERENCE",
            description =
                    "The image of a container, instead of the one in the file. The workload is named where several"
                            + " have such a container.")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--images-from",
            paramLabel = "DIR",
            description = "The folder of a build, in whose outputs images are found that are described as fromBuild.")
    private Path imagesFrom;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** All workloads of all files, checked, with the images that a build made. */
    List<Workload> workloads() throws CommandException {
        PrintWriter notes = spec.commandLine().getErr();
        try {
            return ImageResolution.resolve(parsedWorkloads(), new OutputFolder(imagesFrom), notes::println);
        } catch (InvalidDescriptionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #workloads()} if it was said where the outputs of a build are; otherwise such images stay as described. */
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

    /** Of two with the same name one would undo the other, at the same moment. */
    private static void rejectDuplicates(List<Workload> workloads) throws CommandException {
        Set<String> names = new HashSet<>();
        for (Workload workload : workloads) {
            if (!names.add(workload.getName())) {
                throw new CommandException(ExitCode.INVALID_INPUT, "\"" + workload.getName() + "\" is described twice");
            }
        }
    }

    private static String readText(Path file) throws CommandException {
        try {
            if (java.nio.file.Files.isDirectory(file)) {
                throw new CommandException(ExitCode.INVALID_INPUT, file + ": is a folder; a YAML file is expected");
            }
            if (java.nio.file.Files.size(file) > YamlReader.MAX_CHARACTERS) {
                throw new CommandException(ExitCode.INVALID_INPUT, file + ": is too large to describe workloads");
            }
            return java.nio.file.Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": does not exist");
        } catch (CharacterCodingException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, file + ": cannot be read");
        }
    }

    private List<Workload> withImages(List<Workload> workloads) throws CommandException {
        List<ImageOverride> named = new ArrayList<>();
        images.forEach((container, reference) -> {
            int slash = container.indexOf('/');
            ImageOverride image = new ImageOverride(container.substring(slash + 1), new ImageReference(reference));
            image.setWorkload(slash < 0 ? null : container.substring(0, slash));
            named.add(image);
        });
        try {
            return ImageOverrides.apply(workloads, named);
        } catch (InvalidDescriptionException e) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT,
                    e.problems().stream()
                            .map(FileOptions::toOptionProblem)
                            .map(Problem::toString)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    /** Here it is no entry of a list that is wrong, but the option. */
    private static Problem toOptionProblem(Problem problem) {
        return problem.path().startsWith("images[") ? new Problem("--image", problem.message()) : problem;
    }
}
