package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The distinct workloads in the YAML files of folders. */
final class WorkloadCorpus {

    private static final Map<String, Set<String>> KINDS = Map.of(
            "apps/v1", Set.of("Deployment", "StatefulSet", "DaemonSet"),
            "batch/v1", Set.of("Job", "CronJob"));

    /** In place of a name or an image, to be filled in by a template engine or a person. */
    private static final Pattern PLACEHOLDER = Pattern.compile(".*[{}<>$\\s].*|");

    /** A workload with one of the files that contain it. */
    record Found(Path file, ObjectNode tree) {}

    private final Map<JsonNode, Found> workloads = new LinkedHashMap<>();
    private int files;
    private int unreadable;
    private int incomplete;

    /** @param excluded matches the paths of files that are left out */
    static WorkloadCorpus of(List<Path> folders, Predicate<String> excluded) throws CommandException {
        WorkloadCorpus corpus = new WorkloadCorpus();
        for (Path folder : folders) {
            if (!Files.exists(folder)) {
                throw new CommandException(ExitCode.INVALID_INPUT, folder + ": does not exist");
            }
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.filter(WorkloadCorpus::isYaml)
                        .filter(path -> !excluded.test(path.toString()))
                        .sorted()
                        .forEach(corpus::addFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return corpus;
    }

    List<Found> workloads() {
        return List.copyOf(workloads.values());
    }

    int files() {
        return files;
    }

    /** The files that are no YAML, such as templates of Helm charts. */
    int unreadable() {
        return unreadable;
    }

    /**
     * The objects that {@code kubectl apply} cannot apply: patches of kustomize, generated names, values of a wrong
     * type, and placeholders in place of names or images.
     */
    int incomplete() {
        return incomplete;
    }

    private static boolean isYaml(Path path) {
        return path.toString().matches(".*\\.ya?ml") && Files.isRegularFile(path);
    }

    private void addFile(Path file) {
        files++;
        try {
            for (YamlDocument document :
                    YamlReader.documents(FileOptions.readText(file), file.toString(), Variables.LITERAL)) {
                add(file, document.typedTree());
            }
        } catch (InvalidDescriptionException | CommandException e) {
            unreadable++;
        }
    }

    private void add(Path file, JsonNode tree) {
        if (tree.path("kind").asText().equals("List")) {
            tree.path("items").forEach(item -> add(file, item));
        } else if (KINDS.getOrDefault(tree.path("apiVersion").asText(), Set.of())
                .contains(tree.path("kind").asText())) {
            if (isComplete(tree)) {
                workloads.putIfAbsent(tree, new Found(file, (ObjectNode) tree));
            } else {
                incomplete++;
            }
        }
    }

    private static boolean isComplete(JsonNode workload) {
        boolean isCronJob = workload.path("kind").asText().equals("CronJob");
        JsonNode template = workload.at(isCronJob ? "/spec/jobTemplate/spec/template" : "/spec/template");
        JsonNode containers = template.at("/spec/containers");
        boolean isJob = isCronJob || workload.path("kind").asText().equals("Job");
        boolean selects = isJob
                || contains(template.at("/metadata/labels"), workload.at("/spec/selector/matchLabels"))
                        && workload.at("/spec/selector").size() > 0;
        return selects
                && workload.at("/metadata/name").isTextual()
                && !isPlaceholder(workload.at("/metadata/name"))
                && RenderedManifest.hasApiTypes((ObjectNode) workload)
                && !containers.isEmpty()
                && containers.isArray()
                && haveImages(containers)
                && haveImages(template.at("/spec/initContainers"));
    }

    private static boolean haveImages(JsonNode containers) {
        for (JsonNode container : containers) {
            if (container.has("$patch")
                    || !container.path("image").isTextual()
                    || isPlaceholder(container.path("image"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlaceholder(JsonNode value) {
        return PLACEHOLDER.matcher(value.asText()).matches();
    }

    private static boolean contains(JsonNode labels, JsonNode selector) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }
}
