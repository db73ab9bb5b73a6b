package io.jenkins.plugins.deployworkload.testing;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;

/**
 * Keeps pods from running until a test says so, however long what has to come before takes: they ask for a node with a label
 * that none has.
 */
public final class PodGate {

    private static final String LABEL = "deploy-workload.test/gate";

    private final KubernetesClient client;
    private final String value = "gate-" + UUID.randomUUID();
    private final String node;

    /** Closed at first. */
    public PodGate(KubernetesClient client) {
        this.client = client;
        this.node = client.nodes().list().getItems().get(0).getMetadata().getName();
    }

    /** What a script gives to the workload's {@code nodeSelector}. */
    public String selector() {
        return "['" + LABEL + "': '" + value + "']";
    }

    public void open() {
        label(value);
    }

    /** For pods that are made from now on. */
    public void close() {
        label("closed");
    }

    private void label(String now) {
        client.nodes()
                .withName(node)
                .edit(found -> new NodeBuilder(found)
                        .editMetadata()
                        .addToLabels(LABEL, now)
                        .endMetadata()
                        .build());
    }
}
