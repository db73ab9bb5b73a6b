package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Kubernetes objects from files with several documents, Lists and JSON. The kinds of the objects are not checked:
 * the API server knows them.
 */
public final class ManifestReader {

    /**
     * The maximum size of one file, in characters. The output of {@code helm template --include-crds} for a monitoring
     * stack has about five million.
     */
    public static final int MAX_CHARACTERS = 8 << 20;

    private static final YamlReader.Limits LIMITS = new YamlReader.Limits(MAX_CHARACTERS, 400_000, 8);

    /** The maximum number of problems and of notices in messages. */
    private static final int MAX_MESSAGES = 50;

    private final List<ManifestObject> objects = new ArrayList<>();
    private final Map<String, ManifestObject> identities = new HashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ManifestReader() {}

    /**
     * Reads all objects of all files.
     *
     * @param files in the order of the objects
     * @param variables replaced in the files; other texts that look like variables stay
     * @throws InvalidDescriptionException if a file is not valid, or there is no object; the exception has the problems
     *     of all files, up to a limit, with file, line and column
     */
    public static Manifests read(List<YamlFile> files, Variables variables) throws InvalidDescriptionException {
        ManifestReader reader = new ManifestReader();
        Variables defined = variables.keepingUnknown();
        files.forEach(file -> reader.read(file, defined));
        return reader.result(files);
    }

    private Manifests result(List<YamlFile> files) throws InvalidDescriptionException {
        if (objects.size() > RolloutRequest.MAX_OBJECTS) {
            problems.add(objects.get(RolloutRequest.MAX_OBJECTS)
                    .problem(
                            "",
                            Messages.ManifestReader_tooMany(
                                    String.valueOf(objects.size()), String.valueOf(RolloutRequest.MAX_OBJECTS))));
        }
        if (objects.isEmpty() && problems.isEmpty()) {
            String names = String.join(
                    ", ", files.stream().map(YamlFile::name).limit(MAX_MESSAGES).toList());
            problems.add(new Problem("", Messages.ManifestReader_noObject(), names));
        }
        throwIfAny(problems);
        return new Manifests(objects, shortened(notices));
    }

    /** @throws InvalidDescriptionException if there are problems; the exception has the first of them and their number */
    static void throwIfAny(List<Problem> problems) throws InvalidDescriptionException {
        Problems shown = new Problems();
        problems.stream().limit(MAX_MESSAGES).forEach(problem -> shown.addAll(List.of(problem)));
        if (problems.size() > MAX_MESSAGES) {
            Problem last = problems.get(MAX_MESSAGES);
            String more = Messages.ManifestReader_more(String.valueOf(problems.size() - MAX_MESSAGES));
            shown.addAll(List.of(new Problem("", more, last.location())));
        }
        shown.throwIfAny();
    }

    private static List<String> shortened(List<String> notices) {
        if (notices.size() <= MAX_MESSAGES) {
            return notices;
        }
        List<String> first = new ArrayList<>(notices.subList(0, MAX_MESSAGES));
        first.add(Messages.ManifestReader_moreNotices(String.valueOf(notices.size() - MAX_MESSAGES)));
        return first;
    }

    private void read(YamlFile file, Variables variables) {
        try {
            for (YamlDocument document : YamlReader.documents(file.text(), file.name(), variables, LIMITS)) {
                add(document.typedTree(), "", document);
            }
        } catch (InvalidDescriptionException e) {
            e.problems().stream()
                    .map(problem -> UnrenderedTemplates.explain(problem, file))
                    .forEach(problems::add);
        }
    }

    private void add(JsonNode tree, String path, YamlDocument document) {
        if (ManifestObject.isList(tree)) {
            int index = 0;
            for (JsonNode item : tree.path("items")) {
                add(item, FieldPaths.index(FieldPaths.child(path, "items"), index++), document);
            }
            return;
        }
        if (!(tree instanceof ObjectNode map)) {
            problems.add(new Problem("", Messages.ManifestReader_notAnObject(), document.location(path)));
            return;
        }
        ManifestObject object = new ManifestObject(map, path, document);
        List<Problem> found = ObjectRules.check(object);
        problems.addAll(found);
        if (!found.isEmpty()) {
            return;
        }
        ManifestObject earlier = identities.putIfAbsent(object.identity(), object);
        if (earlier != null) {
            problems.add(object.problem("", Messages.ManifestReader_duplicate(object.label(), earlier.location(""))));
            return;
        }
        Optional<String> skipped = SkippedHooks.hook(object);
        if (skipped.isPresent()) {
            notices.add(Messages.ManifestReader_skipped(object.location(""), object.label(), skipped.get()));
            return;
        }
        List<String> dropped = ServerFields.drop(map);
        if (!dropped.isEmpty()) {
            notices.add(
                    Messages.ManifestReader_dropped(object.location(""), object.label(), String.join(", ", dropped)));
        }
        objects.add(object);
    }
}
