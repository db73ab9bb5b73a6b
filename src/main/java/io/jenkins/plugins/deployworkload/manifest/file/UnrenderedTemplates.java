package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds templates of Helm that were not rendered. A text such as <code>{{ $labels.instance }}</code> can also be the value of a
 * field, so only places where it cannot be one are searched.
 */
final class UnrenderedTemplates {

    /** The begin of an action of a Go template. */
    private static final Pattern ACTION = Pattern.compile(
            "\\{\\{-?\\s*(/\\*|[.$]|(if|else|end|range|with|define|block|include|template|tpl|toYaml)\\b)");

    /** An action that only Helm knows. */
    private static final Pattern HELM = Pattern.compile(
            "\\{\\{-?\\s*(\\.(Values|Release|Chart|Capabilities|Template|Files)\\b|(include|template|tpl|toYaml)\\s)");

    /** Kinds that contain texts for other programs, which may be templates. */
    private static final Set<String> KINDS_WITH_TEXTS = Set.of("ConfigMap", "Secret", "CustomResourceDefinition");

    private static final Pattern LOCATION = Pattern.compile(".*?:([0-9]+):[0-9]+", Pattern.DOTALL);

    private UnrenderedTemplates() {}

    /** Names the template as the cause of a YAML error if the error is on its line or on the next. */
    static Problem explain(Problem problem, YamlFile file) {
        Matcher location = LOCATION.matcher(problem.location());
        if (!location.matches()) {
            return problem;
        }
        int errorLine = Integer.parseInt(location.group(1));
        int line = 0;
        for (String text : (Iterable<String>) file.text().lines()::iterator) {
            line++;
            if (line > errorLine) {
                break;
            }
            Matcher action = ACTION.matcher(text);
            if (line >= errorLine - 1 && action.find()) {
                String place = file.name() + ":" + line + ":" + (action.start() + 1);
                return new Problem("", Messages.UnrenderedTemplates_template(), place);
            }
        }
        return problem;
    }

    /** The templates in the texts of an object. */
    static List<Problem> find(ManifestObject object) {
        List<Problem> problems = new ArrayList<>();
        JsonNode metadata = object.tree().path("metadata");
        for (String field : List.of("apiVersion", "kind")) {
            check(object, field, object.tree().path(field), problems);
        }
        for (String field : List.of("name", "namespace")) {
            check(object, "metadata." + field, metadata.path(field), problems);
        }
        boolean hasTexts = KINDS_WITH_TEXTS.contains(object.text("kind"))
                || CustomResourceDefinitions.isCustom(object.text("apiVersion"));
        if (!hasTexts) {
            object.tree().properties().stream()
                    .filter(entry -> !entry.getKey().equals("metadata"))
                    .forEach(entry -> search(
                            object, FieldPaths.key("", entry.getKey()), entry.getKey(), entry.getValue(), problems));
        }
        return problems;
    }

    private static void search(ManifestObject object, String path, String key, JsonNode value, List<Problem> problems) {
        if (value.isTextual()) {
            if (key.equals("image")) {
                check(object, path, value, problems);
            } else if (value.textValue().contains("{{")
                    && HELM.matcher(value.textValue()).find()) {
                problems.add(object.problem(path, Messages.UnrenderedTemplates_template()));
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                search(object, FieldPaths.index(path, i), "", value.get(i), problems);
            }
        } else {
            value.properties()
                    .forEach(entry -> search(
                            object, FieldPaths.key(path, entry.getKey()), entry.getKey(), entry.getValue(), problems));
        }
    }

    private static void check(ManifestObject object, String path, JsonNode value, List<Problem> problems) {
        if (value.isTextual() && value.textValue().contains("{{")) {
            problems.add(object.problem(path, Messages.UnrenderedTemplates_template()));
        }
    }
}
