package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** An account that may write all ConfigMaps of the namespace, perhaps all Secrets too, and nothing else. */
final class Attacker implements AutoCloseable {

    static final String INDEX = "deploy-workload-web";

    /** Occurs in everything that the attacker writes. */
    static final String MARK = "evil";

    private static final String[] VERBS = {"get", "list", "watch", "create", "update", "patch", "delete"};

    final String clusterRoleBinding;
    private final TestCluster cluster;
    private final boolean writesSecrets;
    private final Connection connection;
    private final KubernetesClient client;

    Attacker(TestCluster cluster, boolean writesSecrets) {
        this.cluster = cluster;
        this.writesSecrets = writesSecrets;
        this.clusterRoleBinding = MARK + "-" + cluster.namespace;
        if (writesSecrets) {
            cluster.grant(TestCluster.rule("", "configmaps", VERBS), TestCluster.rule("", "secrets", VERBS));
        } else {
            cluster.grant(TestCluster.rule("", "configmaps", VERBS));
        }
        this.connection =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")));
        this.client = connection.client();
    }

    ConfigMap read(String name) {
        return client.configMaps().inNamespace(cluster.namespace).withName(name).get();
    }

    void edit(String name, Consumer<ConfigMap> change) {
        ConfigMap found = read(name);
        change.accept(found);
        found.getMetadata().setResourceVersion(null);
        client.resource(found).update();
    }

    void setIndex(Map<String, String> data) {
        edit(INDEX, index -> {
            index.setData(data);
            index.setBinaryData(null);
        });
    }

    void delete(String name) {
        client.configMaps().inNamespace(cluster.namespace).withName(name).delete();
    }

    void create(ConfigMap configMap) {
        ConfigMap copy = new ConfigMapBuilder(configMap)
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .withNamespace(cluster.namespace)
                .endMetadata()
                .build();
        client.resource(copy).create();
    }

    /** Changes every Secret of the namespace, if the account may. */
    void changeSecrets() {
        if (writesSecrets) {
            for (Secret secret :
                    client.secrets().inNamespace(cluster.namespace).list().getItems()) {
                secret.setStringData(Map.of(MARK, MARK));
                client.resource(secret).update();
            }
        }
    }

    /** The ConfigMap with the first piece of the last healthy revision. */
    String pieceOfHealthy(String workload) {
        return pieceOf(workload, 0);
    }

    /** @param position the position in the list of healthy revisions */
    String pieceOf(String workload, int position) {
        String index = read("deploy-workload-" + workload).getData().get("index.json");
        try {
            return "deploy-workload-" + workload + "."
                    + Json.MAPPER
                            .readTree(index)
                            .at("/healthy/" + position + "/id")
                            .asText()
                    + ".0";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void setPiece(String name, byte[] piece) {
        edit(
                name,
                configMap -> configMap.setBinaryData(
                        Map.of("piece", Base64.getEncoder().encodeToString(piece))));
    }

    /** Objects as the format of version 1 stored them: a foreign kind, and a foreign image in an allowed kind. */
    String objects() {
        return """
                [{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"%s"},
                  "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                  "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"deployer"}]},
                 {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"%s":"web"}},
                  "spec":{"replicas":1,"selector":{"matchLabels":{"%s":"web"}},
                    "template":{"metadata":{"labels":{"%s":"web"}},
                      "spec":{"containers":[{"name":"app","image":"evil:1"}]}}}}]""".formatted(
                clusterRoleBinding, RolloutRequest.NAME_LABEL, RolloutRequest.NAME_LABEL, RolloutRequest.NAME_LABEL);
    }

    /** The references of objects that a forged inventory names. */
    String inventory() {
        return """
                [{"apiVersion":"v1","kind":"Service","namespace":"%1$s","name":"web"},
                 {"apiVersion":"v1","kind":"Service","namespace":"%1$s","name":"other"},
                 {"apiVersion":"v1","kind":"ConfigMap","namespace":"%1$s","name":"bystander"},
                 {"apiVersion":"apps/v1","kind":"Deployment","namespace":"%1$s","name":"other"}]""".formatted(cluster.namespace);
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** All ConfigMaps with revisions of the workload. */
    List<ConfigMap> revisionConfigMaps() {
        return client.configMaps().inNamespace(cluster.namespace).list().getItems().stream()
                .filter(configMap -> configMap.getMetadata().getName().startsWith(INDEX))
                .toList();
    }

    /** Brings back all of these ConfigMaps, and deletes the others. */
    void restore(List<ConfigMap> snapshot) {
        List<String> names = snapshot.stream()
                .map(configMap -> configMap.getMetadata().getName())
                .toList();
        for (ConfigMap configMap : revisionConfigMaps()) {
            if (!names.contains(configMap.getMetadata().getName())) {
                delete(configMap.getMetadata().getName());
            }
        }
        for (ConfigMap configMap : snapshot) {
            if (read(configMap.getMetadata().getName()) == null) {
                create(configMap);
            } else {
                edit(configMap.getMetadata().getName(), live -> {
                    live.setData(configMap.getData());
                    live.setBinaryData(configMap.getBinaryData());
                });
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
