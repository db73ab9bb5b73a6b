package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.hook.DeletePolicy;
import java.util.List;
import java.util.Optional;

/** Finds the hooks to delete at the end of a deploy, because they have succeeded or failed. */
public final class FinishedHooks {

    private FinishedHooks() {}

    public static List<ObjectRef> toDelete(RolloutState state) {
        return state.all().stream()
                .filter(object -> object.applied() != null
                        && !object.applied().deletePolicies().isEmpty())
                .filter(object -> outcome(object)
                        .filter(object.applied().deletePolicies()::contains)
                        .isPresent())
                .map(TrackedObject::ref)
                .toList();
    }

    /** The policy that applies to a finished hook; empty for a hook in progress. */
    private static Optional<DeletePolicy> outcome(TrackedObject<?> hook) {
        if (hook.kind() == null) {
            return Optional.of(DeletePolicy.HOOK_SUCCEEDED);
        }
        return switch (hook.status().state()) {
            case HEALTHY -> Optional.of(DeletePolicy.HOOK_SUCCEEDED);
            case FAILED -> Optional.of(DeletePolicy.HOOK_FAILED);
            case IN_PROGRESS, SUPERSEDED -> Optional.empty();
        };
    }
}
