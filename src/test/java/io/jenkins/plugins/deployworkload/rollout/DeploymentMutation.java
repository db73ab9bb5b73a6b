package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import java.util.List;
import java.util.function.Predicate;

/** A MutatingAdmissionPolicy for the Deployments in the namespace of a test, in force until it is closed. */
final class DeploymentMutation implements AutoCloseable {

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
              mutations: [%2$s]
            """;

    private static final String SIDECAR = """
            {patchType: ApplyConfiguration, applyConfiguration: {expression: 'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{
              containers: [Object.spec.template.spec.containers{name: "sidecar", image: "mirror.example/sidecar:1"}]
            }}}}'}}""";

    private static final String NO_MIN_READY_SECONDS = """
            {patchType: JSONPatch, jsonPatch: {expression: '
              has(object.spec.minReadySeconds) ? [JSONPatch{op: "remove", path: "/spec/minReadySeconds"}] : []'}}""";

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

    private DeploymentMutation(TestCluster cluster, String mutation, Predicate<DeploymentSpec> isInForce) {
        KubernetesVersion.assumeSince(36, "MutatingAdmissionPolicy in v1");
        this.cluster = cluster;
        objects = List.of(
                Serialization.unmarshal(POLICY.formatted(cluster.namespace, mutation), GenericKubernetesResource.class),
                Serialization.unmarshal(BINDING.formatted(cluster.namespace), GenericKubernetesResource.class));
        objects.forEach(object -> cluster.admin().resource(object).create());
        Deployment asked = deployment(1, podTemplate("nginx:1"));
        asked.getMetadata().setName("asked");
        asked.getMetadata().setNamespace(cluster.namespace);
        asked.getSpec().setMinReadySeconds(1);
        PropagationWaiter.pollUntil(
                "No Deployment is changed",
                () -> isInForce.test(
                        cluster.admin().resource(asked).dryRun().create().getSpec()));
    }

    /** Adds a container. Skips the test if the API server does not serve the kind. */
    static DeploymentMutation addsSidecar(TestCluster cluster) {
        return new DeploymentMutation(
                cluster,
                SIDECAR,
                spec -> spec.getTemplate().getSpec().getContainers().size() == 2);
    }

    /** Removes {@code minReadySeconds}. Skips the test if the API server does not serve the kind. */
    static DeploymentMutation removesMinReadySeconds(TestCluster cluster) {
        return new DeploymentMutation(cluster, NO_MIN_READY_SECONDS, spec -> spec.getMinReadySeconds() == null);
    }

    @Override
    public void close() {
        objects.forEach(object -> cluster.admin().resource(object).delete());
    }
}
