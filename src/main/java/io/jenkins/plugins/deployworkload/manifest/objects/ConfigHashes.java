package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.config.GeneratedObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes changes of Secrets and ConfigMaps restart the pods that use them: either the hash of the content becomes part of
 * the name, or it becomes part of an annotation of the pod templates. Runs after the patches, so that the hash covers
 * them and patches can use the names of the description.
 */
final class ConfigHashes {

    /** The kinds whose controller restarts its pods if the pod template changes. */
    private static final Set<String> RESTARTING_KINDS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    /** The fields of a Secret or ConfigMap that make up its content. */
    private static final List<String> CONTENT = List.of("kind", "type", "data", "binaryData", "stringData");

    private static final ObjectWriter CANONICAL = Json.MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static final int SUFFIX_DIGITS = GeneratedObject.SUFFIX_LENGTH - 1;

    private final List<ObjectNode> trees;
    private final SecretData values;
    private final ConfigReferences.Names renamed = new ConfigReferences.Names();
    private final TreeMap<String, String> hashes = new TreeMap<>();

    private ConfigHashes(List<ObjectNode> trees, SecretData values) {
        this.trees = trees;
        this.values = values;
    }

    /**
     * @param trees all objects of the workload, which this method changes
     * @return the indexes of the changed objects
     */
    static Set<Integer> apply(Workload workload, List<ObjectNode> trees, SecretData values) {
        ConfigHashes hashes = new ConfigHashes(trees, values);
        Set<Integer> changed = new HashSet<>();
        workload.getSecrets().forEach(secret -> hashes.add("Secret", secret, changed));
        workload.getConfigMaps().forEach(map -> hashes.add("ConfigMap", map, changed));
        for (int i = 0; i < trees.size(); i++) {
            boolean annotated = hashes.annotate(trees.get(i));
            boolean renamed = ConfigReferences.rename(trees.get(i), hashes.renamed);
            if (annotated || renamed) {
                changed.add(i);
            }
        }
        return changed;
    }

    private void add(String kind, GeneratedObject object, Set<Integer> changed) {
        int index = indexOf(kind, object.getName());
        String hash = hash(trees.get(index));
        if (hash == null) {
            return;
        }
        if (Boolean.TRUE.equals(object.getHashSuffix())) {
            String name = object.getName() + "-" + hash.substring(0, SUFFIX_DIGITS);
            ObjectNode tree = trees.get(index);
            ObjectNode metadata = (ObjectNode) tree.get("metadata");
            metadata.put("name", name);
            metadata.withObject("/annotations").put(FieldManagers.HASH_ANNOTATION, hash);
            // Nobody can change the content that belongs to the name.
            tree.put("immutable", true);
            renamed.put(kind, object.getName(), name);
            changed.add(index);
        } else if (!Boolean.FALSE.equals(object.getRestartPods())) {
            hashes.put(kind + " " + object.getName(), hash);
        }
    }

    private int indexOf(String kind, String name) {
        for (int i = 0; i < trees.size(); i++) {
            ObjectNode tree = trees.get(i);
            boolean isObject = tree.path("apiVersion").asText().equals("v1")
                    && tree.path("kind").asText().equals(kind)
                    && tree.path("metadata").path("name").asText().equals(name);
            if (isObject) {
                return i;
            }
        }
        throw new IllegalStateException(kind + " " + name);
    }

    /** {@code null} for a Secret without values. */
    private String hash(ObjectNode tree) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        CONTENT.stream().filter(tree::has).forEach(field -> content.set(field, tree.get(field)));
        String json;
        try {
            json = CANONICAL.writeValueAsString(Json.MAPPER.treeToValue(content, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The content of an object cannot be written as JSON");
        }
        return tree.path("kind").asText().equals("Secret") ? values.hash(json) : sha256(json);
    }

    private boolean annotate(ObjectNode tree) {
        boolean restarts = tree.path("apiVersion").asText().equals("apps/v1")
                && RESTARTING_KINDS.contains(tree.path("kind").asText());
        if (!restarts) {
            return false;
        }
        TreeMap<String, String> used = new TreeMap<>(hashes);
        used.keySet().retainAll(ConfigReferences.usedByContainers(tree));
        if (used.isEmpty()) {
            return false;
        }
        tree.withObject("/spec/template/metadata/annotations")
                .put(FieldManagers.CONFIG_HASH_ANNOTATION, sha256(used.toString()));
        return true;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
