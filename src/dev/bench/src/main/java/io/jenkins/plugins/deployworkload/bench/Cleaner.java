package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;

/** Deletes what deploys have created, so that the cluster has the same size for each deploy. */
public final class Cleaner {

    /** Label of pods that belong to no deploy, and stay. */
    public static final String FILLER = "filler";

    private final KubernetesClient client;
    private final Observer observer;

    Cleaner(ControlPlane controlPlane, Observer observer) {
        this.client = controlPlane.client();
        this.observer = observer;
    }

    /** Keeps what exists before the first deploy. Returns when the namespace has no pods but those with the label {@link
     * #FILLER}. */
    void deleteAll() {
        observer.awaitQuiet();
        client.apps().deployments().inNamespace(Bench.NAMESPACE).delete();
        client.apps().statefulSets().inNamespace(Bench.NAMESPACE).delete();
        // The default of Jobs would keep their pods.
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Bench.NAMESPACE)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        client.services().inNamespace(Bench.NAMESPACE).delete();
        client.secrets().inNamespace(Bench.NAMESPACE).delete();
        client.configMaps()
                .inNamespace(Bench.NAMESPACE)
                .withoutField("metadata.name", "kube-root-ca.crt")
                .withoutField("metadata.name", Application.SETTINGS)
                .delete();
        client.serviceAccounts()
                .inNamespace(Bench.NAMESPACE)
                .withoutField("metadata.name", "default")
                .delete();
        while (!client.pods()
                .inNamespace(Bench.NAMESPACE)
                .withoutLabel(FILLER)
                .list()
                .getItems()
                .isEmpty()) {
            observer.awaitQuiet();
        }
    }
}
