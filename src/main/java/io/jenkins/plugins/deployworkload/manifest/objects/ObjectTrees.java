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
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The objects of an application, as trees for patches and as objects of their classes. Collects all problems. */
public final class ObjectTrees {

    private final String namespace;
    private final boolean allowsOtherNamespaces;
    private final List<ObjectNode> trees = new ArrayList<>();
    private final List<HasMetadata> objects = new ArrayList<>();
    private final Set<String> identities = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** The names of the Secrets whose values are credentials. */
    private final Set<String> credentialSecrets = new HashSet<>();

    /**
     * @param namespace the namespace of the deploy
     * @param allowsOtherNamespaces whether objects may be in other namespaces
     */
    public ObjectTrees(String namespace, boolean allowsOtherNamespaces) {
        this.allowsOtherNamespaces = allowsOtherNamespaces;
        this.namespace = namespace;
    }

    /** Adds an object that this plugin has rendered. */
    void add(HasMetadata rendered) {
        ObjectNode tree = Json.MAPPER.valueToTree(rendered);
        trees.add(tree);
        objects.add(rendered);
        identities.add(identity(tree));
    }

    /** @param path the place of the object, for the paths of problems */
    public void add(ObjectNode tree, String path) {
        String other = namespaceOf(tree);
        if (!allowsOtherNamespaces && !other.equals(namespace)) {
            addProblem(path + ".metadata.namespace", Messages.ApplicationObjects_otherNamespace(other, namespace));
        }
        // The namespace of the deploy was checked before.
        if (!other.equals(namespace)) {
            TextRule.DNS_LABEL.problem(other).ifPresent(problem -> addProblem(path + ".metadata.namespace", problem));
        }
        if (!identities.add(identity(tree))) {
            addProblem(path, Messages.ApplicationObjects_duplicate(label(tree)));
        }
        HasMetadata object = convert(tree, path);
        if (object != null) {
            trees.add(tree);
            objects.add(object);
        }
    }

    /** Keeps the data of these Secrets out of the reach of patches, whose errors show the values that they read. */
    void protectData(Collection<String> secrets) {
        credentialSecrets.addAll(secrets);
    }

    /** Applies patches with content in the order of the list. Problems have paths below {@code patches}. */
    public void patch(List<Patch> patches) {
        for (int i = 0; i < patches.size(); i++) {
            patch("patches[" + i + "]", patches.get(i));
        }
    }

    private void patch(String path, Patch patch) {
        boolean isMerge = patch.getMerge() != null;
        String content = isMerge ? patch.getMerge() : patch.getJson6902();
        if (content == null) {
            addProblem(path + ".file", Messages.ApplicationObjects_notRead());
            return;
        }
        String field = isMerge ? "merge" : "json6902";
        JsonNode tree = YamlText.read(content).orElseThrow();
        if (mayTargetCredentials(patch) && SecretPaths.reachesData(tree)) {
            addProblem(path + "." + field, Messages.ApplicationObjects_credentialData());
            return;
        }
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
            addProblem(FieldPaths.child(path, e.path()), e.getMessage());
        }
    }

    private boolean mayTargetCredentials(Patch patch) {
        String name = patch.getTarget().getName();
        return SecretFields.isSecret(patch.getTarget().getKind())
                && !credentialSecrets.isEmpty()
                && (name == null || credentialSecrets.contains(name));
    }

    /** Adds the hashes of the workload's Secrets and ConfigMaps. */
    void addHashes(Workload workload, SecretData values) {
        for (int index : ConfigHashes.apply(workload, trees, values)) {
            objects.set(index, convert(trees.get(index), ""));
        }
    }

    /** Returns null after a problem. */
    private HasMetadata convert(ObjectNode tree, String path) {
        try {
            return Json.OBJECTS.treeToValue(
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
            addProblem(path, Messages.ApplicationObjects_wrongType(field, label(tree)));
        } catch (JsonProcessingException e) {
            addProblem(path, Messages.ApplicationObjects_wrongType("", label(tree)));
        }
        return null;
    }

    void addProblem(String path, String message) {
        problems.add(new Problem(path, message));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The objects, if there is no problem. */
    public List<HasMetadata> objects() {
        return List.copyOf(objects);
    }

    private static String label(JsonNode object) {
        return object.path("kind").asText() + " "
                + object.path("metadata").path("name").asText();
    }

    private String namespaceOf(JsonNode object) {
        String named = object.path("metadata").path("namespace").asText("");
        return named.isEmpty() ? namespace : named;
    }

    private String identity(JsonNode object) {
        return namespaceOf(object) + " " + object.path("apiVersion").asText().replaceFirst("/?[^/]*$", "") + " "
                + label(object);
    }
}
