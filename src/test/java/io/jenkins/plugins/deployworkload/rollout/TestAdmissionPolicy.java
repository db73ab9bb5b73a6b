package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import java.util.List;

/** A ValidatingAdmissionPolicy for the namespace of a test, in force until it is closed. */
public final class TestAdmissionPolicy implements AutoCloseable {

    private final TestCluster cluster;
    private final ValidatingAdmissionPolicy policy;
    private final ValidatingAdmissionPolicyBinding binding;

    /**
     * @param resource the resource that the policy applies to, for example {@code deployments.apps} or {@code pods}
     * @param expression a CEL expression that each object must satisfy
     * @param message a CEL expression for the message to the client
     * @param violating an object that violates the policy; the test uses the object to detect when the policy is in
     *     force
     */
    public TestAdmissionPolicy(
            TestCluster cluster, String resource, String expression, String message, HasMetadata violating) {
        this(cluster, resource, null, expression, message, violating);
    }

    /** @param subresource for example {@code deployments/scale}; {@code null} for none */
    public TestAdmissionPolicy(
            TestCluster cluster,
            String resource,
            String subresource,
            String expression,
            String message,
            HasMetadata violating) {
        this.cluster = cluster;
        String[] parts = resource.split("\\.", 2);
        policy = new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(cluster.namespace)
                .endMetadata()
                .withNewSpec()
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups(parts.length > 1 ? parts[1] : "")
                .withApiVersions("v1")
                .withOperations("CREATE", "UPDATE")
                .withResources(subresource == null ? List.of(parts[0]) : List.of(parts[0], subresource))
                .endResourceRule()
                .endMatchConstraints()
                .addNewValidation()
                .withExpression(expression)
                .withMessageExpression(message)
                .endValidation()
                .endSpec()
                .build();
        binding = new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(cluster.namespace)
                .endMetadata()
                .withNewSpec()
                .withPolicyName(cluster.namespace)
                .withValidationActions("Deny")
                .withNewMatchResources()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", cluster.namespace)
                .endNamespaceSelector()
                .endMatchResources()
                .endSpec()
                .build();
        cluster.admin().resource(policy).create();
        cluster.admin().resource(binding).create();
        violating.getMetadata().setNamespace(cluster.namespace);
        violating.getMetadata().setName("asked");
        cluster.propagation().awaitDenied(violating, "ValidatingAdmissionPolicy");
    }

    @Override
    public void close() {
        cluster.admin().resource(binding).delete();
        cluster.admin().resource(policy).delete();
    }
}
