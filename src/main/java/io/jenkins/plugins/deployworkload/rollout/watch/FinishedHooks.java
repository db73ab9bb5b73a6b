package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.hook.DeletePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the hooks to delete at the end of a deploy, because they have succeeded or failed. */
public final class FinishedHooks {

    private FinishedHooks() {}

    public static List<ObjectRef> toDelete(RolloutState state) {
        List<TrackedObject<?>> hooks = new ArrayList<>(state.all());
        hooks.removeIf(object ->
                object.applied() == null || object.applied().deletePolicies().isEmpty());
        boolean allFinished = hooks.stream()
                .filter(hook -> hook.kind() != null)
                .allMatch(hook -> outcome(hook, true).isPresent());
        return hooks.stream()
                .filter(hook -> outcome(hook, allFinished)
                        .filter(hook.applied().deletePolicies()::contains)
                        .isPresent())
                .map(TrackedObject::ref)
                .toList();
    }

    /**
     * The policy that applies to a finished hook; empty for a hook in progress.
     *
     * @param allFinished whether all hooks with a status have finished. A Job that runs when the deploy fails may still
     *     need a hook without a status, such as its ConfigMap
     */
    private static Optional<DeletePolicy> outcome(TrackedObject<?> hook, boolean allFinished) {
        if (hook.kind() == null) {
            return Optional.of(DeletePolicy.HOOK_SUCCEEDED).filter(policy -> allFinished);
        }
        return switch (hook.status().state()) {
            case HEALTHY -> Optional.of(DeletePolicy.HOOK_SUCCEEDED);
            case FAILED -> Optional.of(DeletePolicy.HOOK_FAILED);
            case IN_PROGRESS, SUPERSEDED -> Optional.empty();
        };
    }
}
