package io.jenkins.plugins.deployworkload.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an account must be allowed to do in a namespace that it deploys to. A test deploys workloads of every type with an
 * account that may do just this.
 *
 * @param group the API group; empty for the core one
 * @param resource as roles write it, with the subresource: {@code pods/log}
 * @param required whether nothing can be deployed without it; else only less can be said, or offered in forms
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
            // The record of what was deployed.
            new DeployPermission("", "configmaps", List.of("get", "create", "update"), true),
            // A rollback deletes the pod that a StatefulSet is stuck with.
            new DeployPermission("", "pods", List.of("get", "list", "watch", "delete"), true),
            new DeployPermission("apps", "replicasets", List.of("list", "watch"), false),
            new DeployPermission("", "events", List.of("list", "watch"), false),
            new DeployPermission("", "pods/log", List.of("get"), false),
            // What workloads name; the lists are for suggestions.
            new DeployPermission("", "configmaps", List.of("list"), false),
            new DeployPermission("", "persistentvolumeclaims", List.of("get", "list"), false),
            new DeployPermission("", "serviceaccounts", List.of("get", "list"), false));

    /** Only where the cluster's configuration lets secrets be looked at. */
    static final DeployPermission SECRETS = new DeployPermission("", "secrets", List.of("get", "list"), false);

    static List<DeployPermission> of(boolean secrets) {
        return secrets ? Stream.concat(ALL.stream(), Stream.of(SECRETS)).toList() : ALL;
    }

    /** As roles and error messages of Kubernetes name it. */
    String label() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
