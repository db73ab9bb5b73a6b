package io.jenkins.plugins.deployworkload.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * A permission that no deploy needs, and with which an account could take over the cluster or read what other teams keep
 * in it. Everybody who controls a credential of the account, or Jenkins, gets the permission too.
 *
 * @param verb the verb; {@code *} for every verb
 * @param group the API group; {@code *} for every group
 * @param resource the resource as in a Role, with its subresource if there is one; {@code *} for every resource
 * @param everywhere whether the permission counts only if it holds in all namespaces or for the whole cluster; otherwise
 *     it counts in the default namespace of the cluster configuration
 * @see <a href="https://kubernetes.io/docs/concepts/security/rbac-good-practices/">RBAC Good Practices</a>
 */
record ExcessPermission(String verb, String group, String resource, boolean everywhere) {

    private static final String RBAC = "rbac.authorization.k8s.io";

    /** Everything, as the ClusterRole cluster-admin allows. It includes all other permissions. */
    static final ExcessPermission EVERYTHING = new ExcessPermission("*", "*", "*", true);

    private static final List<ExcessPermission> ALL = List.of(
            new ExcessPermission("list", "", "secrets", true),
            new ExcessPermission("create", RBAC, "clusterrolebindings", true),
            new ExcessPermission("escalate", RBAC, "clusterroles", true),
            new ExcessPermission("bind", RBAC, "clusterroles", true),
            new ExcessPermission("impersonate", "", "users", true),
            new ExcessPermission("get", "", "nodes/proxy", true),
            new ExcessPermission("create", RBAC, "rolebindings", false),
            new ExcessPermission("create", RBAC, "roles", false),
            new ExcessPermission("create", "", "pods/exec", false),
            new ExcessPermission("create", "", "serviceaccounts/token", false));

    /** Needless only if the cluster configuration does not allow reading Secrets. */
    private static final ExcessPermission SECRETS = new ExcessPermission("list", "", "secrets", false);

    /**
     * The permissions to check if the account may not do everything.
     *
     * @param namespace the default namespace; {@code null} leaves out the permissions in a namespace
     * @param secrets whether the cluster configuration allows reading Secrets
     */
    static List<ExcessPermission> of(String namespace, boolean secrets) {
        return Stream.concat(ALL.stream(), secrets ? Stream.of() : Stream.of(SECRETS))
                .filter(permission -> permission.everywhere || namespace != null)
                .toList();
    }

    /** For messages, such as {@code list secrets in all namespaces}. */
    String label() {
        if (equals(EVERYTHING)) {
            return Messages.ExcessPermission_Everything();
        }
        String action = verb + " " + (group.isEmpty() ? resource : resource + "." + group);
        return everywhere && resource.equals("secrets") ? Messages.ExcessPermission_AllNamespaces(action) : action;
    }
}
