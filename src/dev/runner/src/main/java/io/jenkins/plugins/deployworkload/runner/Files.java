package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Container;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files that a command reads, with the images that its options name. */
final class Files {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files, each with one or several workloads.")
    private List<Path> files;

    @Option(
            names = "--image",
            paramLabel = "CONTAINER=REFERENCE",
            description = "The image of the container of this name, instead of the one in the file.")
    private Map<String, String> images = Map.of();

    /** All workloads of all files, checked. */
    List<Workload> workloads() throws Refusal {
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        TreeSet<String> unused = new TreeSet<>(images.keySet());
        for (Path file : files) {
            try {
                for (Workload workload : YamlFile.read(text(file), file.toString(), Workload.class)) {
                    workload.getContainers().stream().map(Container::getName).forEach(unused::remove);
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
        if (images.isEmpty()) {
            return workload;
        }
        ObjectNode tree = Tree.of(workload);
        for (JsonNode container : tree.path("containers")) {
            String image = images.get(container.path("name").asText());
            if (image != null) {
                ((ObjectNode) container).put("image", image);
            }
        }
        return Binder.bind(tree, Workload.class);
    }
}
