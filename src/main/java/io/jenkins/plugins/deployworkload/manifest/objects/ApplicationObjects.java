package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.patch.ObjectPatch;
import io.jenkins.plugins.deployworkload.manifest.patch.PatchException;
import io.jenkins.plugins.deployworkload.manifest.patch.Patcher;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.util.ArrayList;
import java.util.List;

/** Adds a workload's raw objects to its rendered objects, and applies its patches to all of them. */
public final class ApplicationObjects {

    private final Workload workload;
    private final String namespace;
    private final SecretData values;
    private final List<Problem> problems = new ArrayList<>();

    private ApplicationObjects(Workload workload, String namespace, SecretData values) {
        this.workload = workload;
        this.namespace = namespace;
        this.values = values;
    }

    /** @throws InvalidObjectsException if patches or raw objects are not valid; the message has all problems */
    public static List<HasMetadata> complete(
            Workload workload, String namespace, SecretData values, List<HasMetadata> rendered) {
        boolean complete = workload.getObjects().isEmpty()
                && workload.getPatches().isEmpty()
                && workload.getObjectFiles().isEmpty()
                && workload.getSecrets().isEmpty()
                && workload.getConfigMaps().isEmpty();
        return complete
                ? List.copyOf(rendered)
                : new ApplicationObjects(workload, namespace, values).complete(rendered);
    }

    private List<HasMetadata> complete(List<HasMetadata> rendered) {
        List<ObjectNode> trees = new ArrayList<>();
        rendered.forEach(object -> trees.add(Json.MAPPER.valueToTree(object)));
        List<HasMetadata> objects = new ArrayList<>(rendered);
        if (!workload.getObjectFiles().isEmpty()) {
            add("objectFiles", Messages.ApplicationObjects_notRead());
        }
        for (int i = 0; i < workload.getConfigMaps().size(); i++) {
            if (workload.getConfigMaps().get(i).getFiles() != null) {
                add("configMaps[" + i + "].files", Messages.ApplicationObjects_notRead());
            }
        }
        RawObject.of(workload.getObjects()).forEach(raw -> addRaw(raw, trees, objects));
        throwIfAny();
        for (int i = 0; i < workload.getPatches().size(); i++) {
            patch("patches[" + i + "]", workload.getPatches().get(i), trees, objects);
        }
        throwIfAny();
        for (int index : ConfigHashes.apply(workload, trees, values)) {
            objects.set(index, convert(trees.get(index), ""));
        }
        return List.copyOf(objects);
    }

    private void addRaw(RawObject raw, List<ObjectNode> trees, List<HasMetadata> objects) {
        ObjectNode tree = raw.object();
        String other = tree.path("metadata").path("namespace").asText("");
        if (!other.isEmpty() && !other.equals(namespace)) {
            add(raw.path() + ".metadata.namespace", Messages.ApplicationObjects_otherNamespace(other, namespace));
        }
        for (ObjectNode earlier : trees) {
            if (identity(earlier).equals(identity(tree))) {
                add(raw.path(), Messages.ApplicationObjects_duplicate(label(tree)));
            }
        }
        HasMetadata object = convert(tree, raw.path());
        if (object != null) {
            trees.add(tree);
            objects.add(object);
        }
    }

    private void patch(String path, Patch patch, List<ObjectNode> trees, List<HasMetadata> objects) {
        boolean isMerge = patch.getMerge() != null;
        String content = isMerge ? patch.getMerge() : patch.getJson6902();
        if (content == null) {
            add(path + ".file", Messages.ApplicationObjects_notRead());
            return;
        }
        String field = isMerge ? "merge" : "json6902";
        JsonNode tree = YamlText.read(content).orElseThrow();
        try {
            int index = Patcher.apply(
                    trees,
                    new ObjectPatch(
                            patch.getTarget().getKind(), patch.getTarget().getName(), field, tree));
            HasMetadata object = convert(trees.get(index), path + "." + field);
            if (object != null) {
                objects.set(index, object);
            }
        } catch (PatchException e) {
            add(FieldPaths.child(path, e.path()), e.getMessage());
        }
    }

    /** Returns null after a problem. */
    private HasMetadata convert(ObjectNode tree, String path) {
        try {
            return Json.MAPPER.treeToValue(
                    tree,
                    ResourceKinds.modelClass(
                            tree.path("apiVersion").asText(), tree.path("kind").asText()));
        } catch (JsonMappingException e) {
            String field = "";
            for (JsonMappingException.Reference reference : e.getPath()) {
                field = reference.getFieldName() == null
                        ? FieldPaths.index(field, reference.getIndex())
                        : FieldPaths.key(field, reference.getFieldName());
            }
            add(path, Messages.ApplicationObjects_wrongType(field, label(tree)));
        } catch (JsonProcessingException e) {
            add(path, Messages.ApplicationObjects_wrongType("", label(tree)));
        }
        return null;
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }

    private void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidObjectsException(workload.getName(), problems);
        }
    }

    private static String label(JsonNode object) {
        return object.path("kind").asText() + " "
                + object.path("metadata").path("name").asText();
    }

    private static String identity(JsonNode object) {
        return object.path("apiVersion").asText().replaceFirst("/?[^/]*$", "") + " " + label(object);
    }
}
