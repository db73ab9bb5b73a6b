package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.config.ConfigMap;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts the content of the files that a workload names into the workload. */
public final class ReferencedFiles {

    /** The files that the deploy can read. */
    @FunctionalInterface
    public interface FileSource {
        /** The files that match an Ant pattern, in the order of their names. */
        List<YamlFile> matching(String pattern) throws InvalidDescriptionException;

        /** Like {@link #matching}, for files that need not be text. */
        default List<DataFile> matchingData(String pattern) throws InvalidDescriptionException {
            return matching(pattern).stream()
                    .map(file -> new DataFile(file.name(), file.text().getBytes(StandardCharsets.UTF_8)))
                    .toList();
        }
    }

    /** @param name the path in the workspace, with slashes */
    public record DataFile(String name, byte[] content) {}

    /** @param name for the locations of problems */
    public record YamlFile(String name, String text) {}

    private final FileSource source;
    private final Variables variables;
    private final Problems problems = new Problems();
    private final Map<String, YamlDocument> documents = new HashMap<>();

    private ReferencedFiles(FileSource source, Variables variables) {
        this.source = source;
        this.variables = variables;
    }

    /** The patterns of all files that the workloads name; empty if they name no file. */
    public static Set<String> patterns(List<Workload> workloads) {
        Set<String> patterns = new LinkedHashSet<>();
        for (Workload workload : workloads) {
            patterns.addAll(patchFiles(workload.getPatches()));
            patterns.addAll(workload.getObjectFiles());
            workload.getConfigMaps().stream()
                    .map(ConfigMap::getFiles)
                    .filter(Objects::nonNull)
                    .forEach(patterns::add);
        }
        return patterns;
    }

    /** The paths of the files that the patches name. */
    public static List<String> patchFiles(List<Patch> patches) {
        return patches.stream().map(Patch::getFile).filter(Objects::nonNull).toList();
    }

    /** @throws InvalidDescriptionException if a file is missing or not valid; the exception lists all problems */
    public static CompleteWorkload read(Workload workload, FileSource source, Variables variables)
            throws InvalidDescriptionException {
        return patterns(List.of(workload)).isEmpty()
                ? new CompleteWorkload(workload, Map.of())
                : new ReferencedFiles(source, variables).read(workload);
    }

    /** Like {@link #read}, for patches that belong to no workload. */
    public static PatchFiles readPatches(List<Patch> patches, FileSource source, Variables variables)
            throws InvalidDescriptionException {
        ReferencedFiles files = new ReferencedFiles(source, variables);
        List<Patch> complete = new ArrayList<>();
        for (int i = 0; i < patches.size(); i++) {
            ObjectNode tree = TreeWriter.toTree(patches.get(i));
            files.readPatch("patches[" + i + "]", patches.get(i), tree);
            complete.add(files.problems.isEmpty() ? Binder.bind(tree, Patch.class) : patches.get(i));
        }
        files.problems.throwIfAny();
        return new PatchFiles(complete, files.documents);
    }

    private CompleteWorkload read(Workload workload) throws InvalidDescriptionException {
        ObjectNode tree = TreeWriter.toTree(workload);
        for (int i = 0; i < workload.getPatches().size(); i++) {
            readPatch("patches[" + i + "]", workload.getPatches().get(i), (ObjectNode)
                    tree.get("patches").get(i));
        }
        if (tree.remove("objectFiles") != null) {
            readObjects(workload.getObjectFiles(), tree.withArray("/objects"));
        }
        for (int i = 0; i < workload.getConfigMaps().size(); i++) {
            String files = workload.getConfigMaps().get(i).getFiles();
            if (files != null) {
                new ConfigFiles(
                                "configMaps[" + i + "]",
                                (ObjectNode) tree.get("configMaps").get(i),
                                problems)
                        .read(files, source);
            }
        }
        problems.throwIfAny();
        Problems invalid = new Problems();
        Workload bound = Binder.bind(tree, Workload.class, invalid);
        CompleteWorkload complete = new CompleteWorkload(bound, documents);
        problems.addAll(invalid.list().stream().map(complete::located).toList());
        problems.throwIfAny();
        return complete;
    }

    private void readPatch(String path, Patch described, ObjectNode patch) {
        if (described.getFile() == null) {
            return;
        }
        List<YamlDocument> found = documents(path + ".file", matching(path + ".file", described.getFile()));
        if (found.isEmpty()) {
            return;
        }
        JsonNode content = found.getFirst().typedTree();
        if (found.size() > 1 || !content.isContainerNode()) {
            problems.addAll(List.of(new Problem(
                    "", Messages.ReferencedFiles_notAPatch(), found.getLast().location(""))));
            return;
        }
        String field = content.isArray() ? "json6902" : "merge";
        patch.remove("file");
        patch.set(field, content);
        documents.put(path + "." + field, found.getFirst());
    }

    private void readObjects(List<String> patterns, ArrayNode objects) {
        Set<String> read = new HashSet<>();
        for (int i = 0; i < patterns.size(); i++) {
            String path = "objectFiles[" + i + "]";
            String pattern = patterns.get(i);
            List<YamlFile> files = new ArrayList<>(matching(path, pattern));
            files.removeIf(file -> !read.add(file.name()));
            for (YamlDocument document : documents(path, files)) {
                documents.put("objects[" + objects.size() + "]", document);
                objects.add(document.typedTree());
            }
        }
    }

    private List<YamlFile> matching(String path, String pattern) {
        try {
            List<YamlFile> files = source.matching(pattern);
            if (files.isEmpty()) {
                problems.add(path, Messages.ReferencedFiles_noMatch(pattern));
            }
            return files;
        } catch (InvalidDescriptionException e) {
            problems.addAll(e.problems());
            return List.of();
        }
    }

    private List<YamlDocument> documents(String path, List<YamlFile> files) {
        List<YamlDocument> found = new ArrayList<>();
        for (YamlFile file : files) {
            try {
                List<YamlDocument> inFile = YamlReader.documents(file.text(), file.name(), variables);
                if (inFile.isEmpty()) {
                    problems.add(path, Messages.ReferencedFiles_empty(file.name()));
                }
                found.addAll(inFile);
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        return found;
    }
}
