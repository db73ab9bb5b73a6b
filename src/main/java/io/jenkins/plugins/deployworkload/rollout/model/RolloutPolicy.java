package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a rollout may write. A rollout asks before its first write, and again before each later one, because
 * the rules may change in the meantime. If the policy then refuses, nothing more is written, but a rollout that has applied
 * all objects goes on waiting. Called on several threads of the rollout; may take seconds at most, because a
 * rollout notices an abort only afterwards.
 */
public interface RolloutPolicy {

    /** Thrown before a write that the policy does not allow. The message has the reasons, as sentences. */
    final class NotAllowedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        public NotAllowedException(String reasons) {
            super(reasons);
        }
    }

    /** Allows everything: for callers that have the rights of the account anyway. */
    RolloutPolicy UNRESTRICTED = (options, objects) -> List.of();

    /**
     * @param options the options of the rollout
     * @param objects the final objects to apply, also those of a rollback; empty for a write that applies none, such as a
     *     deletion
     * @return a sentence for each reason why the rollout may not write; empty if it may
     */
    List<String> refusals(RolloutOptions options, List<HasMetadata> objects);

    /**
     * Why the rollout may not delete objects in another namespace than the home namespace of the application, as a
     * sentence without a full stop; empty if it may. Before it applies an object, the rollout asks {@link #refusals}.
     */
    default Optional<String> namespaceRefusal(String namespace) {
        return Optional.empty();
    }

    /** Whether the rollout may read the logs of containers, to show them in findings. */
    default boolean allowsContainerLogs() {
        return true;
    }
}
