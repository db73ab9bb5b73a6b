package io.jenkins.plugins.deployworkload.testing;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;

/**
 * Keeps pods pending until a test opens the gate. The pods select a node label that no node has while the gate is closed, so
 * the test depends on no timing.
 */
public final class PodGate {

    private static final String LABEL = "deploy-workload.test/gate";

    private final KubernetesClient client;
    private final String value = "gate-" + UUID.randomUUID();
    private final String node;

    /** Creates a closed gate. */
    public PodGate(KubernetesClient client) {
        this.client = client;
        this.node = client.nodes().list().getItems().get(0).getMetadata().getName();
    }

    /** The workload's {@code nodeSelector}, as Groovy. */
    public String selector() {
        return "['" + LABEL + "': '" + value + "']";
    }

    public void open() {
        label(value);
    }

    /** Affects pods that are created later. */
    public void close() {
        label("closed");
    }

    private void label(String labelValue) {
        client.nodes()
                .withName(node)
                .edit(found -> new NodeBuilder(found)
                        .editMetadata()
                        .addToLabels(LABEL, labelValue)
                        .endMetadata()
                        .build());
    }
}
