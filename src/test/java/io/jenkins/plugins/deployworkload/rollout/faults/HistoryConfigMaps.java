package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** The ConfigMaps with the history of a workload, read and written by another client. */
final class HistoryConfigMaps {

    private final KubernetesClient client;
    private final String namespace;
    private final String workload;
    private final List<ConfigMap> before;
    private final List<ConfigMap> older;

    /** @param older the ConfigMaps before the last deploy */
    HistoryConfigMaps(KubernetesClient client, String namespace, String workload, List<ConfigMap> older) {
        this.client = client;
        this.namespace = namespace;
        this.workload = workload;
        this.before = read(client, namespace, workload);
        this.older = older;
    }

    /** The index, if there is one, and all pieces. */
    static List<ConfigMap> read(KubernetesClient client, String namespace, String workload) {
        return client
                .configMaps()
                .inNamespace(namespace)
                .withLabel(RolloutRequest.NAME_LABEL, workload)
                .list()
                .getItems()
                .stream()
                .filter(configMap -> configMap.getMetadata().getName().startsWith("deploy-workload-" + workload))
                .sorted(Comparator.comparing(
                        configMap -> configMap.getMetadata().getName()))
                .toList();
    }

    /** Returns {@code null} if it does not exist. */
    ConfigMap index() {
        return client.configMaps()
                .inNamespace(namespace)
                .withName("deploy-workload-" + workload)
                .get();
    }

    /** A piece of any revision; {@code null} if there is none. */
    ConfigMap piece(Random random) {
        List<ConfigMap> pieces = pieces(read(client, namespace, workload));
        return pieces.isEmpty() ? null : pieces.get(random.nextInt(pieces.size()));
    }

    Map<String, String> olderPiece() {
        return pieces(older).getFirst().getBinaryData();
    }

    private static List<ConfigMap> pieces(List<ConfigMap> configMaps) {
        return configMaps.stream()
                .filter(configMap -> configMap.getBinaryData() != null
                        && configMap.getBinaryData().containsKey("piece"))
                .toList();
    }

    /** @param found {@code null} for a ConfigMap that does not exist */
    void edit(ConfigMap found, Consumer<ConfigMap> change) {
        if (found != null) {
            change.accept(found);
            found.getMetadata().setResourceVersion(null);
            ignoreAbsent(() -> client.resource(found).update());
        }
    }

    void delete(ConfigMap found) {
        if (found != null) {
            client.resource(found).delete();
        }
    }

    void restoreOlder() {
        restore(older);
    }

    void restoreBefore() {
        restore(before);
    }

    /** Restores all of these ConfigMaps. The pieces of newer revisions stay. */
    private void restore(List<ConfigMap> configMaps) {
        for (ConfigMap configMap : configMaps) {
            ConfigMap live = client.configMaps()
                    .inNamespace(namespace)
                    .withName(configMap.getMetadata().getName())
                    .get();
            if (live == null) {
                client.resource(new ConfigMapBuilder(configMap)
                                .editMetadata()
                                .withUid(null)
                                .withResourceVersion(null)
                                .endMetadata()
                                .build())
                        .createOr(existing -> null);
            } else {
                edit(live, target -> {
                    target.setData(configMap.getData());
                    target.setBinaryData(configMap.getBinaryData());
                });
            }
        }
    }

    /** The deploy may delete a piece at the same moment. */
    private static void ignoreAbsent(Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }
}
