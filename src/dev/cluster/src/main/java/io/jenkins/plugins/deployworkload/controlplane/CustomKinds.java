package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** Installs custom kinds on the control plane. */
public final class CustomKinds {

    private CustomKinds() {}

    /** Creates the definition, unless it exists, and waits until the API server serves its kind. */
    public static void install(KubernetesClient client, CustomResourceDefinition definition) {
        client.resource(definition).createOr(existing -> null);
        client.resource(definition).waitUntilCondition(CustomKinds::isEstablished, 1, TimeUnit.MINUTES);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        // The API server first writes a status whose conditions are null.
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
