package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * Decides what a rollout may write. A rollout asks before its first write, and again before it writes after a wait,
 * because the rules may change in the meantime. If the policy then refuses, the wait goes on, but nothing more is written.
 * Called on threads of the rollout; must not block.
 */
public interface RolloutPolicy {

    /** Allows everything: for callers that have the rights of the account anyway. */
    RolloutPolicy UNRESTRICTED = (options, objects) -> List.of();

    /**
     * @param options the options of the rollout
     * @param objects the final objects to apply, also those of a rollback; empty for a write that applies none, such as a
     *     deletion
     * @return a sentence for each reason why the rollout may not write; empty if it may
     */
    List<String> refusals(RolloutOptions options, List<HasMetadata> objects);

    /** Whether the rollout may read the logs of containers, to show them in findings. */
    default boolean allowsContainerLogs() {
        return true;
    }
}
