package io.jenkins.plugins.deployworkload.rollout.revision;

/**
 * The secret key that protects stored revisions. Processes that deploy the same workloads must have the same key, so
 * that they can read each other's revisions.
 */
@FunctionalInterface
public interface RevisionKey {

    /** The minimum length of a key in bytes. */
    int MIN_BYTES = 32;

    /**
     * Returns the key, at least {@link #MIN_BYTES} random bytes. Called once for each rollout, so that a changed key
     * takes effect without a restart.
     *
     * @throws IllegalStateException if the key cannot be read; the message tells users why
     */
    byte[] bytes();
}
