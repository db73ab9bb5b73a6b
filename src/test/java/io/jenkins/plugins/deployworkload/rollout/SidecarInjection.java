package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import java.util.List;

/**
 * A MutatingAdmissionPolicy that adds a container to each Deployment in the namespace of a test, in force until it is
 * closed.
 */
final class SidecarInjection implements AutoCloseable {

    private static final String POLICY = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: %1$s}
            spec:
              reinvocationPolicy: Never
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                  - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
              mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: >-
                      Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{
                        containers: [Object.spec.template.spec.containers{name: "sidecar", image: "mirror.example/sidecar:1"}]
                      }}}}
            """;

    private static final String BINDING = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: %1$s}
            spec:
              policyName: %1$s
              matchResources:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
            """;

    private final TestCluster cluster;
    private final List<GenericKubernetesResource> objects;

    /** Skips the test if the API server does not serve the kind. */
    SidecarInjection(TestCluster cluster) {
        KubernetesVersion.assumeSince(36, "MutatingAdmissionPolicy in v1");
        this.cluster = cluster;
        objects = List.of(
                Serialization.unmarshal(POLICY.formatted(cluster.namespace), GenericKubernetesResource.class),
                Serialization.unmarshal(BINDING.formatted(cluster.namespace), GenericKubernetesResource.class));
        objects.forEach(object -> cluster.admin().resource(object).create());
        Deployment asked = deployment(1, podTemplate("nginx:1"));
        asked.getMetadata().setName("asked");
        asked.getMetadata().setNamespace(cluster.namespace);
        PropagationWaiter.pollUntil(
                "No container is added",
                () -> cluster.admin()
                                .resource(asked)
                                .dryRun()
                                .create()
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .size()
                        == 2);
    }

    @Override
    public void close() {
        objects.forEach(object -> cluster.admin().resource(object).delete());
    }
}
