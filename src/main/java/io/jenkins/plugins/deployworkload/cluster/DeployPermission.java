package io.jenkins.plugins.deployworkload.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * A permission that an account needs in each namespace to which it deploys. {@code DeployPermissionTest} deploys every
 * type of workload with only the required permissions, to prove that the list is complete.
 *
 * @param group the API group; empty for the core group
 * @param resource the resource as in a Role, with its subresource if there is one: {@code pods/log}
 * @param required whether deploys need this permission; false if only diagnostics or suggestions need it
 */
record DeployPermission(String group, String resource, List<String> verbs, boolean required) {

    private static final List<String> APPLY_VERBS = List.of("get", "list", "watch", "create", "patch", "delete");

    static final List<DeployPermission> ALL = List.of(
            new DeployPermission("apps", "deployments", APPLY_VERBS, true),
            new DeployPermission("apps", "statefulsets", APPLY_VERBS, true),
            new DeployPermission("apps", "daemonsets", APPLY_VERBS, true),
            new DeployPermission("batch", "jobs", APPLY_VERBS, true),
            new DeployPermission("batch", "cronjobs", APPLY_VERBS, true),
            new DeployPermission("", "services", APPLY_VERBS, true),
            new DeployPermission("autoscaling", "horizontalpodautoscalers", APPLY_VERBS, true),
            new DeployPermission("policy", "poddisruptionbudgets", APPLY_VERBS, true),
            // Store the revisions. A cluster with the admission plugin OwnerReferencesPermissionEnforcement requires
            // delete for an object with an owner.
            new DeployPermission("", "configmaps", List.of("get", "create", "update", "delete"), true),
            // If the update of a StatefulSet is stuck on a pod, a rollback deletes this pod.
            new DeployPermission("", "pods", List.of("get", "list", "watch", "delete"), true),
            new DeployPermission("apps", "replicasets", List.of("list", "watch"), false),
            new DeployPermission("", "events", List.of("list", "watch"), false),
            new DeployPermission("", "pods/log", List.of("get"), false),
            // The verb get is used to check references in workloads, and the verb list is used for suggestions.
            new DeployPermission("", "configmaps", List.of("list"), false),
            new DeployPermission("", "persistentvolumeclaims", List.of("get", "list"), false),
            new DeployPermission("", "serviceaccounts", List.of("get", "list"), false));

    /** Permissions that are used only if the cluster configuration allows reading Secrets. */
    static final DeployPermission SECRETS = new DeployPermission("", "secrets", List.of("get", "list"), false);

    static List<DeployPermission> of(boolean secrets) {
        return secrets ? Stream.concat(ALL.stream(), Stream.of(SECRETS)).toList() : ALL;
    }

    /** The resource in the notation of {@code kubectl auth can-i}, such as {@code deployments.apps}. */
    String label() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
