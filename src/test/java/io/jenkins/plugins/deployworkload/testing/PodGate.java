package io.jenkins.plugins.deployworkload.testing;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;

/**
 * Keeps pods pending until a test opens the gate. The pods have a nodeSelector, and no node matches until the gate is
 * open. The result of the test therefore does not depend on timing.
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

    /** The label in the workload's {@code nodeSelector}, as YAML. */
    public String yamlLabel() {
        return LABEL + ": " + value;
    }

    public void open() {
        label(value);
    }

    /** Closes the gate for pods that are created later. Scheduled pods keep running. */
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
