package io.jenkins.plugins.deployworkload.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * A permission that an account uses in a namespace to which it deploys. {@code DeployPermissionTest} deploys every type
 * of workload with only the required permissions.
 *
 * @param group the API group; empty for the core group
 * @param resource the resource as in a Role, with its subresource: {@code pods/log}
 * @param required whether deploys fail without it; otherwise only diagnostics or suggestions are limited
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
            // Store the revisions. Clusters with the admission plugin OwnerReferencesPermissionEnforcement require
            // delete
            // for an object with an owner.
            new DeployPermission("", "configmaps", List.of("get", "create", "update", "delete"), true),
            // A rollback deletes the pod on which the update of a StatefulSet is stuck.
            new DeployPermission("", "pods", List.of("get", "list", "watch", "delete"), true),
            new DeployPermission("apps", "replicasets", List.of("list", "watch"), false),
            new DeployPermission("", "events", List.of("list", "watch"), false),
            new DeployPermission("", "pods/log", List.of("get"), false),
            // References of workloads are checked with get; suggestions need list.
            new DeployPermission("", "configmaps", List.of("list"), false),
            new DeployPermission("", "persistentvolumeclaims", List.of("get", "list"), false),
            new DeployPermission("", "serviceaccounts", List.of("get", "list"), false));

    /** Used only if the cluster configuration allows reading Secrets. */
    static final DeployPermission SECRETS = new DeployPermission("", "secrets", List.of("get", "list"), false);

    static List<DeployPermission> of(boolean secrets) {
        return secrets ? Stream.concat(ALL.stream(), Stream.of(SECRETS)).toList() : ALL;
    }

    /** As in {@code kubectl auth can-i}: {@code deployments.apps}. */
    String label() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
