package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.workload.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.ContainerImages;
import io.jenkins.plugins.deployworkload.workload.ImageReference;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The files that a command reads, with the images that its options name. */
final class Files {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files, each with one or several workloads.")
    private List<Path> files;

    @Option(
            names = "--image",
            paramLabel = "CONTAINER=REFERENCE",
            description = "The image of the container of this name, instead of the one in the file.")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--images-from",
            paramLabel = "DIR",
            description = "The folder of a build, in whose outputs images are found that are described as fromBuild.")
    private Path imagesFrom;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** All workloads of all files, checked, with the images that a build made. */
    List<Workload> workloads() throws Refusal {
        PrintWriter notes = spec.commandLine().getErr();
        try {
            return ImageResolution.resolve(described(), new OutputFolder(imagesFrom), notes::println);
        } catch (InvalidDescriptionException e) {
            throw new Refusal(Exit.BAD_INPUT, e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #workloads()} if it was said where the outputs of a build are; otherwise such images stay as described. */
    List<Workload> workloadsAsFarAsKnown() throws Refusal {
        return imagesFrom == null ? described() : workloads();
    }

    private List<Workload> described() throws Refusal {
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        TreeSet<String> unused = new TreeSet<>(images.keySet());
        for (Path file : files) {
            try {
                for (Workload workload : YamlFile.read(text(file), file.toString(), Workload.class)) {
                    ContainerImages.containers(workload).stream()
                            .map(ContainerBase::getName)
                            .forEach(unused::remove);
                    workloads.add(withImages(workload));
                }
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        try {
            problems.throwIfAny();
        } catch (InvalidDescriptionException e) {
            throw new Refusal(Exit.BAD_INPUT, e.getMessage());
        }
        if (!unused.isEmpty()) {
            throw new Refusal(Exit.BAD_INPUT, "--image: no container is named " + String.join(", ", unused));
        }
        refuseTwice(workloads);
        return workloads;
    }

    /** Of two with the same name one would undo the other, at the same moment. */
    private static void refuseTwice(List<Workload> workloads) throws Refusal {
        Set<String> names = new HashSet<>();
        for (Workload workload : workloads) {
            if (!names.add(workload.getName())) {
                throw new Refusal(Exit.BAD_INPUT, "\"" + workload.getName() + "\" is described twice");
            }
        }
    }

    private static String text(Path file) throws Refusal {
        try {
            if (java.nio.file.Files.isDirectory(file)) {
                throw new Refusal(Exit.BAD_INPUT, file + ": is a folder; a YAML file is expected");
            }
            if (java.nio.file.Files.size(file) > YamlFile.MAX_CHARACTERS) {
                throw new Refusal(Exit.BAD_INPUT, file + ": is too large to describe workloads");
            }
            return java.nio.file.Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Refusal(Exit.BAD_INPUT, file + ": does not exist");
        } catch (CharacterCodingException e) {
            throw new Refusal(Exit.BAD_INPUT, file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new Refusal(Exit.BAD_INPUT, file + ": cannot be read");
        }
    }

    private Workload withImages(Workload workload) throws InvalidDescriptionException {
        Map<String, ImageReference> references = new HashMap<>();
        images.forEach((container, reference) -> references.put(container, new ImageReference(reference)));
        return ContainerImages.with(workload, references);
    }
}
