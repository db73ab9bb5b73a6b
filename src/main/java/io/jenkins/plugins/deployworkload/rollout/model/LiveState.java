package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The state in the cluster that an apply starts from.
 *
 * @param object the existing object; {@code null} if there is none, or if it was not read
 * @param resourceVersion the resourceVersion that the apply requires; {@code null} for any
 * @param fresh whether this rollout read the object, rather than took it from a watch
 * @param reapplied whether the same configuration was applied before, and was healthy
 */
public record LiveState(HasMetadata object, String resourceVersion, boolean fresh, boolean reapplied) {

    /**
     * The object does not exist. An apply with any resourceVersion creates a missing object, and fails with 409 if
     * another client has created it meanwhile. No object has version 1, which is that of an empty etcd.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.Update</a>
     */
    public static final LiveState ABSENT = new LiveState(null, "1", true, false);

    /** The state is unknown: the apply overwrites any object. */
    public static final LiveState UNKNOWN = new LiveState(null, null, false, false);

    /** The state in a watch's cache, which may lag behind. */
    public static LiveState fromWatch(HasMetadata object) {
        return new LiveState(object, object.getMetadata().getResourceVersion(), false, false);
    }

    /** The state that a GET returned; {@code null} for an object that does not exist. */
    public static LiveState fromRead(HasMetadata object) {
        return object == null
                ? ABSENT
                : new LiveState(object, object.getMetadata().getResourceVersion(), true, false);
    }

    /** The state after this product's last apply. */
    public static LiveState asLastApplied(String version) {
        return new LiveState(null, version, false, false);
    }

    public boolean isBeingDeleted() {
        return object != null && isBeingDeleted(object);
    }

    /** Whether its deletion is requested and waits for finalizers. */
    public static boolean isBeingDeleted(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    public LiveState withReapplied() {
        return new LiveState(object, resourceVersion, fresh, true);
    }
}
