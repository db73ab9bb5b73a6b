package io.jenkins.plugins.deployworkload.rollout.model;

/** Tells before a write whether this deploy may still write. A newer deploy replaces an older one. */
public interface Fence {

    /** Thrown when another deploy of the same workload is active. */
    final class SupersededException extends IllegalStateException {
        private static final long serialVersionUID = 1;
    }

    /** The fence of a deploy without a revision history. Concurrent deploys cannot be detected then. */
    Fence NONE = new Fence() {
        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public void check() {}
    };

    /** Whether concurrent deploys are detected. If so, each write names the resourceVersion that this deploy has read. */
    boolean isEnabled();

    /**
     * Asks the API server. Blocks the current thread.
     *
     * @throws SupersededException if another deploy is active
     * @throws RolloutPolicy.NotAllowedException if the policy of the rollout does not allow writes any more
     * @throws RuntimeException the error of the request
     */
    void check();
}
