package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The state of an object in the cluster before an apply.
 *
 * @param object the existing object; {@code null} if the object does not exist or was not read
 * @param resourceVersion the resourceVersion that the apply requires; {@code null} if the apply accepts every
 *     resourceVersion
 * @param fresh whether this rollout read the object with a GET; {@code false} if the state is from a watch or from the
 *     stored revision
 * @param reapplied whether the last deploy applied the same configuration, and the workload became healthy
 */
public record LiveState(HasMetadata object, String resourceVersion, boolean fresh, boolean reapplied) {

    /**
     * The object does not exist. An apply with resourceVersion 1 creates the object, but fails with 409 if another
     * client has created the object in the meantime. No object has resourceVersion 1, because it is the version of an
     * empty etcd.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.Update</a>
     */
    public static final LiveState ABSENT = new LiveState(null, "1", true, false);

    /** The state is unknown. The apply accepts every state of the object. */
    public static final LiveState UNKNOWN = new LiveState(null, null, false, false);

    /** The state from the cache of a watch, which may be older than the state in the cluster. */
    public static LiveState fromWatch(HasMetadata object) {
        return new LiveState(object, object.getMetadata().getResourceVersion(), false, false);
    }

    /** The state that a GET returned; {@code null} for an object that does not exist. */
    public static LiveState fromRead(HasMetadata object) {
        return object == null
                ? ABSENT
                : new LiveState(object, object.getMetadata().getResourceVersion(), true, false);
    }

    /** The object is unchanged since this plugin's last apply, which returned this resourceVersion. */
    public static LiveState asLastApplied(String version) {
        return new LiveState(null, version, false, false);
    }

    public boolean isBeingDeleted() {
        return object != null && isBeingDeleted(object);
    }

    /**
     * Whether the API server has accepted the deletion of the object, but the object still exists, for example because
     * of a finalizer.
     */
    public static boolean isBeingDeleted(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    public LiveState withReapplied() {
        return new LiveState(object, resourceVersion, fresh, true);
    }
}
