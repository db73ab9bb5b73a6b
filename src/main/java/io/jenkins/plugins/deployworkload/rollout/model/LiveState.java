package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What an object is applied over.
 *
 * @param object as it was before; {@code null} if there is none, or if nobody has looked
 * @param resourceVersion the resourceVersion that the apply holds for; {@code null} for any
 * @param fresh whether the object was asked for by this rollout, and is not what a watch happened to know
 * @param reapplied whether what is to be applied is what was applied, and ran, before
 */
public record LiveState(HasMetadata object, String resourceVersion, boolean fresh, boolean reapplied) {

    /**
     * There is none: an apply that names any version makes what is not there, and is refused with 409 where somebody else
     * has made it meanwhile. No object has this version: it is that of an empty etcd.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.Update</a>
     */
    public static final LiveState ABSENT = new LiveState(null, "1", true, false);

    /** Nobody knows: whatever is there is applied over. */
    public static final LiveState UNKNOWN = new LiveState(null, null, false, false);

    /** As a watch has it, which may lag behind. */
    public static LiveState fromWatch(HasMetadata object) {
        return new LiveState(object, object.getMetadata().getResourceVersion(), false, false);
    }

    /** As it was asked for; {@code null} for what is not there. */
    public static LiveState fromRead(HasMetadata object) {
        return object == null
                ? ABSENT
                : new LiveState(object, object.getMetadata().getResourceVersion(), true, false);
    }

    /** As this product has left it. */
    public static LiveState asLastApplied(String version) {
        return new LiveState(null, version, false, false);
    }

    public boolean isBeingDeleted() {
        return object != null && isBeingDeleted(object);
    }

    /** Whether it goes as soon as all finalizers let it. */
    public static boolean isBeingDeleted(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    public LiveState withReapplied() {
        return new LiveState(object, resourceVersion, fresh, true);
    }
}
