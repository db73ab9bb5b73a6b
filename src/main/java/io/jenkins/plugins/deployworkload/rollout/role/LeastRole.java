package io.jenkins.plugins.deployworkload.rollout.role;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The least Role for the deploys of given objects with given options: the verbs and resources that a rollout uses for
 * them, including its diagnosis and the checks of references. {@code LeastRoleTest} deploys, changes, breaks and prunes
 * with this Role on a real control plane, and shows that each verb is needed.
 *
 * <p>Permissions that only improve a rollout in rare cases are left out: reading nodes (see {@code docs/clusters.md}),
 * and the takeover of an object that another client is deleting.
 */
public final class LeastRole {

    private final List<HasMetadata> objects;
    private final RolloutOptions options;
    private final KindGuess kinds;
    private final String home;
    private final Permissions inHome = new Permissions();
    private final Map<String, Permissions> inOthers = new TreeMap<>();
    private final Permissions inCluster = new Permissions();

    private LeastRole(List<HasMetadata> objects, RolloutOptions options, String home) {
        this.home = home;
        this.objects = objects;
        this.options = options;
        this.kinds = new KindGuess(objects);
    }

    /**
     * @param objects the objects of one or more applications; for pruning, also the objects of earlier versions
     * @param readSecrets whether the Secrets that the objects refer to are checked before a deploy
     * @param home the namespace of the deploy
     */
    public static LeastRole of(List<HasMetadata> objects, RolloutOptions options, boolean readSecrets, String home) {
        LeastRole role = new LeastRole(objects, options, home);
        role.addRevisions();
        if (options.createNamespace()) {
            role.inCluster.add("", "namespaces", "get", "create", "patch");
        }
        objects.forEach(role::addObject);
        objects.forEach(role::addPods);
        ReferenceCheck.referencedTypes(objects, home, readSecrets)
                .forEach(referenced ->
                        role.add(referenced.type(), referenced.namespace().orElse(home), "get"));
        return role;
    }

    /** The index of an application and the pieces of its revisions; see {@code docs/revisions.md}. */
    private void addRevisions() {
        inHome.add("", "configmaps", "get", "create", "update", "delete");
    }

    private void addObject(HasMetadata object) {
        ResourceType<?> type = kinds.type(object);
        String namespace = ObjectRef.namespace(object, home);
        add(type, namespace, "get", "create", "patch");
        Optional<ServedKind> custom = kinds.custom(object);
        if (StatusReaders.of(object, custom, options) != null) {
            add(type, namespace, "list", "watch");
        }
        // A Job is deleted and created again. A deletion is awaited with a watch.
        if (object instanceof Job || options.replace()) {
            add(type, namespace, "list", "watch", "delete");
        }
        boolean isDeletedLater = options.prune() || options.onFailure() != OnFailure.KEEP;
        if (isDeletedLater && options.mayDelete(ObjectRef.of(object, null))) {
            add(type, namespace, "delete");
        }
    }

    /** Why pods do not run: their status, the events, and the logs of their containers. */
    private void addPods(HasMetadata object) {
        ObjectRef ref = ObjectRef.of(object, home);
        boolean isAwaitedCustomResource = CustomResourceDefinitions.isCustom(object.getApiVersion())
                && StatusReaders.of(object, kinds.custom(object), options) != null;
        if (!ResourceKinds.isPodController(ref) && !ResourceKinds.isPod(ref) && !isAwaitedCustomResource) {
            return;
        }
        Permissions inNamespace = in(ref.namespace());
        inNamespace.add("", "pods", "list", "watch");
        inNamespace.add("", "pods/log", "get");
        inNamespace.add("", "events", "list", "watch");
        if (is(ref, Deployment.class)) {
            inNamespace.add("apps", "replicasets", "list", "watch");
        }
        // The rollback of a StatefulSet deletes the pod that blocks it.
        if (is(ref, StatefulSet.class) && options.onFailure() != OnFailure.KEEP) {
            inNamespace.add("", "pods", "delete");
        }
    }

    private static boolean is(ObjectRef ref, Class<? extends HasMetadata> type) {
        ResourceType<?> expected = ResourceType.of(type);
        return expected.apiVersion().equals(ref.apiVersion()) && expected.kind().equals(ref.kind());
    }

    private void add(ResourceType<?> type, String namespace, String... verbs) {
        (type.namespaced() ? in(namespace) : inCluster).add(type.group(), type.plural(), verbs);
    }

    private Permissions in(String namespace) {
        return namespace.equals(home) ? inHome : inOthers.computeIfAbsent(namespace, absent -> new Permissions());
    }

    /** The rules of the Role in the namespace of the deploy. */
    public List<PolicyRule> rules() {
        return inHome.rules();
    }

    /** The rules for objects without a namespace; empty if there are no such objects. */
    public List<PolicyRule> clusterRules() {
        return inCluster.rules();
    }

    /**
     * Warnings: kinds whose resource names are guesses, and objects that need permissions of another kind.
     *
     * @return sentences in the reader's language
     */
    public List<String> notes() {
        return kinds.notes();
    }

    /** A Role for each namespace of the objects, and first one for the namespace of the deploy. */
    public List<Role> roles(String name) {
        List<Role> roles = new ArrayList<>(List.of(role(name, home, inHome)));
        inOthers.forEach((namespace, permissions) -> roles.add(role(name, namespace, permissions)));
        return List.copyOf(roles);
    }

    private static Role role(String name, String namespace, Permissions permissions) {
        return new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(permissions.rules())
                .build();
    }

    /** Empty if a Role suffices. */
    public Optional<ClusterRole> clusterRole(String name) {
        return clusterRules().isEmpty()
                ? Optional.empty()
                : Optional.of(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(clusterRules())
                        .build());
    }
}
