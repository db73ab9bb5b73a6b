package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates ServiceAccounts in a namespace. Each account has all permissions that a deploy needs, or lacks one of them.
 */
final class ServiceAccounts {

    static final List<String> VERBS = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    private static final Map<String, List<String>> RESOURCES = Map.of(
            "apps", List.of("deployments", "statefulsets", "replicasets"),
            "autoscaling", List.of("horizontalpodautoscalers"),
            "batch", List.of("jobs"),
            "", List.of("configmaps", "services", "pods", "pods/log", "events"));

    /**
     * The maximum number of requests that check whether a permission is in force. The checks take at least five
     * seconds, because each request takes at least a millisecond.
     */
    private static final int MAX_POLLS = 5000;

    private final KubernetesClient client;
    private final String namespace;

    ServiceAccounts(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The API resources that a deploy needs permissions for. */
    static List<String> resources() {
        return RESOURCES.values().stream().flatMap(List::stream).toList();
    }

    /** @return the token of a new account with all permissions of a deploy */
    String withAllPermissions(String name) {
        return account(name, "", "");
    }

    /** @return the token of a new account with all permissions but this one */
    String withoutPermission(String name, String verb, String resource) {
        return account(name, verb, resource);
    }

    void delete(String name) {
        client.serviceAccounts().inNamespace(namespace).withName(name).delete();
    }

    /** Removes all permissions of the account. Its token stays valid. */
    void removeRole(String name) {
        client.rbac().roleBindings().inNamespace(namespace).withName(name).delete();
        await(name, "get", "deployments", false);
    }

    void restoreRole(String name) {
        client.resource(binding(name)).inNamespace(namespace).createOr(e -> null);
        await(name, "get", "deployments", true);
    }

    private String account(String name, String verb, String resource) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .inNamespace(namespace)
                .create();
        List<PolicyRule> rules = new ArrayList<>();
        RESOURCES.forEach((group, resources) -> resources.forEach(otherResource -> rules.add(new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(otherResource)
                .withVerbs(VERBS.stream()
                        .filter(otherVerb -> !otherResource.equals(resource) || !otherVerb.equals(verb))
                        .toList())
                .build())));
        rules.add(new PolicyRuleBuilder()
                .withApiGroups(CustomKind.GROUP)
                .withResources(CustomKind.PLURAL)
                .withVerbs(VERBS)
                .build());
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .inNamespace(namespace)
                .create();
        client.resource(binding(name)).inNamespace(namespace).create();
        await(name, "create", "services".equals(resource) ? "configmaps" : "services", true);
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private RoleBinding binding(String name) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Role")
                .withName(name)
                .endRoleRef()
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(name)
                .withNamespace(namespace)
                .endSubject()
                .build();
    }

    /** Waits until a change of the role is in force. The API server learns of the change through a watch. */
    private void await(String name, String verb, String resource, boolean allowed) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + name)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(Set.of("deployments").contains(resource) ? "apps" : "")
                .withResource(resource)
                .endResourceAttributes()
                .endSpec()
                .build();
        for (int i = 0; i < MAX_POLLS; i++) {
            if (client.resource(review).create().getStatus().getAllowed() == allowed) {
                return;
            }
        }
        throw new AssertionError(name + " may " + verb + " " + resource + ": should be " + allowed);
    }
}
