package io.jenkins.plugins.deployworkload.rollout;

/**
 * An object as the API server has it after the apply.
 *
 * @param uid changes when an object is deleted and made again
 * @param generation counts changes of the spec; 0 for kinds that do not count them
 * @param resourceVersion changes with everything, the status included
 * @param operation what the apply did
 */
public record RolledObject(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        String uid,
        long generation,
        String resourceVersion,
        Operation operation) {

    /** What an apply did to an object. */
    public enum Operation {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    RolledObject withGeneration(long other) {
        return new RolledObject(apiVersion, kind, namespace, name, uid, other, resourceVersion, operation);
    }

    ObjectRef ref() {
        return new ObjectRef(apiVersion, kind, namespace, name);
    }
}
