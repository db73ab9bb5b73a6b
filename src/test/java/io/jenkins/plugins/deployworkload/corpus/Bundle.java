package io.jenkins.plugins.deployworkload.corpus;

import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The manifests of one folder, which are deployed together.
 *
 * @param name the path of the folder in the corpus
 * @param files the texts that are deployed. They are those of the folder, except for two parts that need a real pod:
 *     webhooks match no object, and definitions convert without a webhook
 * @param objects the objects of the files, for the preparation of the cluster only
 */
record Bundle(String name, List<YamlFile> files, List<Map<?, ?>> objects) {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setAllowDuplicateKeys(true).build();

    private static final YamlReader.Limits LIMITS = new YamlReader.Limits(ManifestReader.MAX_CHARACTERS, 400_000, 0);

    /** The groups without custom resources whose objects belong to a namespace, except for {@link #CLUSTER_KINDS}. */
    private static final Set<String> NAMESPACED_GROUPS =
            Set.of("v1", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io");

    private static final Set<String> CLUSTER_KINDS =
            Set.of("Namespace", "PersistentVolume", "Node", "ClusterRole", "ClusterRoleBinding", "IngressClass");

    /** All folders that have YAML files, in the order of their paths. */
    static List<Bundle> readAll(Path corpus) throws IOException {
        List<Path> folders;
        try (Stream<Path> paths = Files.walk(corpus)) {
            folders = paths.filter(Bundle::isYaml)
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
        List<Bundle> bundles = new ArrayList<>();
        for (Path folder : folders) {
            bundles.add(read(corpus.relativize(folder).toString(), folder));
        }
        return bundles;
    }

    private static boolean isYaml(Path path) {
        return path.toString().matches(".*\\.ya?ml") && Files.isRegularFile(path);
    }

    private static Bundle read(String name, Path folder) throws IOException {
        List<YamlFile> files = new ArrayList<>();
        List<Map<?, ?>> objects = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(Bundle::isYaml).sorted().toList()) {
                String text = withoutWebhooks(Files.readString(path));
                files.add(new YamlFile(path.getFileName().toString(), text));
                parse(text).forEach(document -> flatten(document, objects));
            }
        }
        return new Bundle(name, files, objects);
    }

    private static String withoutWebhooks(String text) {
        if (!text.contains("WebhookConfiguration") && !text.contains("strategy: Webhook")) {
            return text;
        }
        List<Object> documents = parse(text);
        documents.forEach(Bundle::disableWebhooks);
        return documents.stream()
                .map(document -> Json.MAPPER.valueToTree(document).toPrettyString())
                .collect(Collectors.joining("\n---\n"));
    }

    @SuppressWarnings("unchecked")
    private static void disableWebhooks(Object document) {
        if (!(document instanceof Map<?, ?> object)) {
            return;
        }
        if (String.valueOf(object.get("kind")).endsWith("WebhookConfiguration")) {
            list(object, "webhooks")
                    .forEach(webhook -> ((Map<String, Object>) webhook)
                            .put(
                                    "objectSelector",
                                    Map.of("matchLabels", Map.of("deploy-workload.test/never", "true"))));
        }
        if ("CustomResourceDefinition".equals(object.get("kind"))) {
            map(object, "spec").remove("conversion");
        }
        list(object, "items").forEach(Bundle::disableWebhooks);
    }

    private static List<Object> parse(String text) {
        List<Object> documents = new ArrayList<>();
        try {
            for (YamlDocument document : YamlReader.documents(text, "", Variables.LITERAL, LIMITS)) {
                documents.add(Json.MAPPER.convertValue(document.typedTree(), Object.class));
            }
        } catch (InvalidDescriptionException e) {
            documents.addAll(parseLeniently(text));
        }
        documents.removeIf(document -> !(document instanceof Map));
        return documents;
    }

    /** Parses files that the plugin refuses, such as those with duplicate keys. */
    private static List<Object> parseLeniently(String text) {
        List<Object> documents = new ArrayList<>();
        try {
            new Load(SETTINGS).loadAllFromString(text).forEach(documents::add);
        } catch (YamlEngineException e) {
            // Both sides report what they do not understand.
        }
        return documents;
    }

    private static void flatten(Object document, List<Map<?, ?>> objects) {
        if (document instanceof Map<?, ?> object) {
            List<?> items = list(object, "items");
            if (String.valueOf(object.get("kind")).endsWith("List") && !items.isEmpty()) {
                items.forEach(item -> flatten(item, objects));
            } else {
                objects.add(object);
            }
        }
    }

    static Map<?, ?> map(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof List<?> list ? list : List.of();
    }

    static String text(Map<?, ?> object, String key) {
        return object.get(key) == null ? "" : object.get(key).toString();
    }

    static String name(Map<?, ?> object) {
        return text(map(object, "metadata"), "name");
    }

    /** The namespaces that objects name. */
    Set<String> namespaces() {
        return objects.stream()
                .map(object -> text(map(object, "metadata"), "namespace"))
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The namespaces that the bundle has as objects. */
    Set<String> ownNamespaces() {
        return ofKind("Namespace").map(Bundle::name).collect(Collectors.toSet());
    }

    Stream<Map<?, ?>> ofKind(String kind) {
        return objects.stream().filter(object -> kind.equals(object.get("kind")));
    }

    /** Whether objects name several namespaces. */
    boolean hasSeveralNamespaces() {
        return namespaces().size() > 1;
    }

    /** The names, groups of custom resources and node ports that no other bundle may have at the same time. */
    Set<String> claims(String namespace) {
        Set<String> claims = new TreeSet<>();
        for (Map<?, ?> object : objects) {
            String own = text(map(object, "metadata"), "namespace");
            claims.add(text(object, "kind") + " " + (isInNamespace(object) ? own.isEmpty() ? namespace : own : "") + "/"
                    + name(object));
            if (CustomResourceDefinitions.isCustom(text(object, "apiVersion"))) {
                claims.add("group " + group(object));
            }
            if ("CustomResourceDefinition".equals(text(object, "kind"))) {
                claims.add("group " + text(map(object, "spec"), "group"));
            }
            NodeNeeds.of(object).ports().forEach(port -> claims.add("port " + port));
        }
        namespaces().stream().filter(name -> !isBuiltIn(name)).forEach(name -> claims.add("Namespace /" + name));
        return claims;
    }

    static boolean isBuiltIn(String namespace) {
        return namespace.equals("default") || namespace.startsWith("kube-");
    }

    private static String group(Map<?, ?> object) {
        return text(object, "apiVersion").replaceFirst("/.*", "");
    }

    private static boolean isInNamespace(Map<?, ?> object) {
        return NAMESPACED_GROUPS.contains(group(object)) && !CLUSTER_KINDS.contains(text(object, "kind"));
    }
}
