package io.jenkins.plugins.deployworkload.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Creates namespaces, and gives a user only certain permissions in each of them. */
public final class Roles implements AutoCloseable {

    private final ControlPlane plane;
    private final List<String> namespaces = new ArrayList<>();

    public Roles(ControlPlane plane) {
        this.plane = plane;
    }

    /** The permissions that every deploy needs. */
    public static List<PolicyRule> requiredRules() {
        return DeployPermission.ALL.stream()
                .filter(DeployPermission::required)
                .map(Roles::rule)
                .toList();
    }

    static PolicyRule rule(DeployPermission permission) {
        return new PolicyRuleBuilder()
                .withApiGroups(permission.group())
                .withResources(permission.resource())
                .withVerbs(permission.verbs())
                .build();
    }

    /**
     * Creates a namespace with a Role and a RoleBinding for a user. Waits until the API server has loaded the Role and
     * the RoleBinding, and returns the name of the namespace.
     */
    public String allow(String user, List<PolicyRule> rules) {
        String namespace = "roles-" + UUID.randomUUID();
        namespaces.add(namespace);
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        plane.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        plane.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .create();
        awaitRole(user, namespace, rules.get(0));
        return namespace;
    }

    /**
     * Waits until a new Role takes effect, because the API server's RBAC authorizer receives Roles through a watch with
     * a delay.
     */
    private void awaitRole(String user, String namespace, PolicyRule first) {
        var review = new io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(first.getApiGroups().get(0))
                .withResource(first.getResources().get(0))
                .withVerb(first.getVerbs().get(0))
                .endResourceAttributes()
                .endSpec()
                .build();
        while (!plane.client().resource(review).create().getStatus().getAllowed()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        namespaces.forEach(
                namespace -> plane.client().namespaces().withName(namespace).delete());
    }
}
