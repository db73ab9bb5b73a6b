package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;

/** Deletes what deploys have created, so that the cluster has the same size for each deploy. */
final class Cleaner {

    private final KubernetesClient client;
    private final Observer observer;

    Cleaner(ControlPlane controlPlane, Observer observer) {
        this.client = controlPlane.client();
        this.observer = observer;
    }

    /** Keeps what exists before the first deploy. Returns when the namespace has no pods. */
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
        while (!client.pods().inNamespace(Bench.NAMESPACE).list().getItems().isEmpty()) {
            observer.awaitQuiet();
        }
    }
}
