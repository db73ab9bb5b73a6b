package io.jenkins.plugins.deployworkload.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an account must be allowed to do in a namespace that it deploys to. A test deploys workloads of every type with an
 * account that may do just this.
 *
 * @param group the API group; empty for the core one
 * @param resource as roles write it, with the subresource: {@code pods/log}
 * @param needed whether nothing can be deployed without it; else only less can be said, or offered in forms
 */
record NeededPermission(String group, String resource, List<String> verbs, boolean needed) {

    private static final List<String> APPLIED = List.of("get", "list", "watch", "create", "patch", "delete");

    static final List<NeededPermission> ALL = List.of(
            new NeededPermission("apps", "deployments", APPLIED, true),
            new NeededPermission("apps", "statefulsets", APPLIED, true),
            new NeededPermission("apps", "daemonsets", APPLIED, true),
            new NeededPermission("batch", "jobs", APPLIED, true),
            new NeededPermission("batch", "cronjobs", APPLIED, true),
            new NeededPermission("", "services", APPLIED, true),
            new NeededPermission("autoscaling", "horizontalpodautoscalers", APPLIED, true),
            // The record of what was deployed.
            new NeededPermission("", "configmaps", List.of("get", "create", "update"), true),
            // A rollback deletes the pod that a StatefulSet is stuck with.
            new NeededPermission("", "pods", List.of("get", "list", "watch", "delete"), true),
            new NeededPermission("apps", "replicasets", List.of("list", "watch"), false),
            new NeededPermission("", "events", List.of("list", "watch"), false),
            new NeededPermission("", "pods/log", List.of("get"), false),
            // What workloads name; the lists are for suggestions.
            new NeededPermission("", "configmaps", List.of("list"), false),
            new NeededPermission("", "persistentvolumeclaims", List.of("get", "list"), false),
            new NeededPermission("", "serviceaccounts", List.of("get", "list"), false));

    /** Only where the cluster's configuration lets secrets be looked at. */
    static final NeededPermission SECRETS = new NeededPermission("", "secrets", List.of("get", "list"), false);

    static List<NeededPermission> of(boolean secrets) {
        return secrets ? Stream.concat(ALL.stream(), Stream.of(SECRETS)).toList() : ALL;
    }

    /** As roles and error messages of Kubernetes name it. */
    String label() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
