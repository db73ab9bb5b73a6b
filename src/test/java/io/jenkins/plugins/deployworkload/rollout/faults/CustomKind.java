package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.CustomKinds;
import java.util.Map;

/** A custom resource without a controller. The engine finds its kind only through discovery. */
final class CustomKind {

    static final String GROUP = "faults.deploy-workload.test";
    static final String GROUP_VERSION = GROUP + "/v1";
    static final String PLURAL = "gadgets";

    private static final String DEFINITION = """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.%2$s}
            spec:
              group: %2$s
              scope: Namespaced
              names: {kind: Gadget, plural: %1$s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """.formatted(PLURAL, GROUP);

    private CustomKind() {}

    /** Installs the definition if it is absent, and waits until the API server serves the kind. */
    static void install(KubernetesClient client) {
        CustomResourceDefinition definition = Serialization.unmarshal(DEFINITION, CustomResourceDefinition.class);
        CustomKinds.install(client, definition);
    }

    static GenericKubernetesResource object(ObjectMeta metadata, int size) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(GROUP_VERSION);
        object.setKind("Gadget");
        object.setMetadata(metadata);
        object.setAdditionalProperty("spec", Map.of("size", size));
        return object;
    }
}
