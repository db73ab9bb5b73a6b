package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks that an object of a manifest file can be deployed. The API server checks everything else. */
final class ObjectRules {

    /** The prefix of the labels and annotations that deploys set. */
    private static final String RESERVED = "deploy-workload.jenkins.io/";

    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");

    private static final Pattern WAVE = Pattern.compile("[-+]?[0-9]{1,9}");

    /** In characters. The API server allows no longer names. */
    private static final int MAX_NAME = 253;

    private final ManifestObject object;
    private final List<Problem> problems = new ArrayList<>();

    private ObjectRules(ManifestObject object) {
        this.object = object;
    }

    static List<Problem> check(ManifestObject object) {
        ObjectRules rules = new ObjectRules(object);
        rules.check();
        return rules.problems;
    }

    private void check() {
        JsonNode tree = object.tree();
        List<Problem> templates = UnrenderedTemplates.find(object);
        if (!templates.isEmpty()) {
            problems.addAll(templates);
        } else if (tree.has("controller") && tree.has("containers")) {
            add("", Messages.ObjectRules_workload());
        } else if (object.text("apiVersion").startsWith("kustomize.config.k8s.io/")) {
            add("", Messages.ObjectRules_kustomization());
        } else if (!tree.has("apiVersion") && !tree.has("kind")) {
            add("", Messages.ObjectRules_notKubernetes());
        } else {
            checkText(tree.path("apiVersion"), "apiVersion");
            checkText(tree.path("kind"), "kind");
            checkMetadata(tree.path("metadata"));
            checkNames();
        }
    }

    private void checkMetadata(JsonNode metadata) {
        if (!metadata.isObject()) {
            add("metadata", Messages.ObjectRules_required());
            return;
        }
        if (metadata.has("generateName")) {
            add("metadata.generateName", Messages.ObjectRules_generateName());
        }
        checkText(metadata.path("name"), "metadata.name");
        if (!metadata.path("namespace").isMissingNode()
                && !metadata.path("namespace").isNull()) {
            checkText(metadata.path("namespace"), "metadata.namespace");
        }
        checkTexts(metadata.path("labels"), "metadata.labels");
        checkTexts(metadata.path("annotations"), "metadata.annotations");
        JsonNode wave = metadata.path("annotations").path(FieldManagers.WAVE_ANNOTATION);
        if (wave.isTextual() && !WAVE.matcher(wave.textValue()).matches()) {
            add(FieldPaths.key("metadata.annotations", FieldManagers.WAVE_ANNOTATION), Messages.ObjectRules_wave());
        }
    }

    private void checkNames() {
        if (problems.isEmpty()) {
            problem(TextRule.API_VERSION, "apiVersion", object.text("apiVersion"));
            if (!KIND.matcher(object.text("kind")).matches()) {
                add("kind", Messages.ObjectRules_kind());
            }
            String name = object.tree().path("metadata").path("name").asText();
            if (name.length() > MAX_NAME) {
                add("metadata.name", Messages.ObjectRules_nameTooLong(String.valueOf(MAX_NAME)));
            }
            problem(TextRule.PATH_SEGMENT, "metadata.name", name);
        }
    }

    private void problem(TextRule rule, String field, String value) {
        rule.problem(value).ifPresent(problem -> add(field, problem));
    }

    private void checkText(JsonNode value, String field) {
        if (value.isMissingNode() || value.isNull()) {
            add(field, Messages.ObjectRules_required());
        } else if (!value.isTextual()) {
            add(field, Messages.ObjectRules_notAText());
        } else if (value.textValue().isBlank()) {
            add(field, Messages.ObjectRules_required());
        }
    }

    /** Labels and annotations. A value that YAML reads as a number or boolean needs quotes. */
    private void checkTexts(JsonNode map, String field) {
        if (!map.isMissingNode() && !map.isNull() && !map.isObject()) {
            add(field, Messages.ObjectRules_notAMap());
        }
        map.properties().forEach(entry -> {
            String path = FieldPaths.key(field, entry.getKey());
            if (!entry.getValue().isTextual() && !entry.getValue().isNull()) {
                add(path, Messages.ObjectRules_notAText());
            }
            if (entry.getKey().startsWith(RESERVED) && !entry.getKey().equals(FieldManagers.WAVE_ANNOTATION)) {
                add(path, Messages.ObjectRules_reserved());
            }
        });
    }

    private void add(String field, String message) {
        problems.add(object.problem(field, message));
    }
}
