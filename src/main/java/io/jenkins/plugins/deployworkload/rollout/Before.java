package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What an object is applied over.
 *
 * @param object as it was before; {@code null} if there is none, or if nobody has looked
 * @param version the resourceVersion that the apply holds for; {@code null} for any
 * @param fresh whether the object was asked for by this rollout, and is not what a watch happened to know
 * @param again whether what is to be applied is what was applied, and ran, before
 */
record Before(HasMetadata object, String version, boolean fresh, boolean again) {

    /**
     * There is none: an apply that names any version makes what is not there, and is refused with 409 where somebody else
     * has made it meanwhile. No object has this version: it is that of an empty etcd.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go">Store.Update</a>
     */
    static final Before ABSENT = new Before(null, "1", true, false);

    /** Nobody knows: whatever is there is applied over. */
    static final Before UNKNOWN = new Before(null, null, false, false);

    /** As a watch has it, which may lag behind. */
    static Before listed(HasMetadata object) {
        return new Before(object, object.getMetadata().getResourceVersion(), false, false);
    }

    /** As it was asked for; {@code null} for what is not there. */
    static Before read(HasMetadata object) {
        return object == null ? ABSENT : new Before(object, object.getMetadata().getResourceVersion(), true, false);
    }

    /** As this product has left it. */
    static Before left(String version) {
        return new Before(null, version, false, false);
    }

    boolean isBeingDeleted() {
        return object != null && isBeingDeleted(object);
    }

    /** Whether it goes as soon as all finalizers let it. */
    static boolean isBeingDeleted(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    Before appliedAgain() {
        return new Before(object, version, fresh, true);
    }
}
