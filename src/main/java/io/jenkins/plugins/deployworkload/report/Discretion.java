package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Redaction;

/**
 * Hides a workload's environment values in what the API server and its admission say of it: they repeat what was sent. What
 * pods say is hidden where it is found.
 */
public record Discretion(Redaction redaction) {

    public RolloutResult hide(RolloutResult result) {
        return new RolloutResult(
                result.outcome(),
                redaction.hide(result.message()),
                result.objects(),
                result.findings(),
                result.aftermath(),
                result.digests(),
                result.startedAt(),
                result.duration());
    }

    /** Tells the other what it hears. */
    public RolloutListener before(RolloutListener next) {
        return event -> next.on(hide(event));
    }

    private RolloutEvent hide(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.Warning warning ->
                new RolloutEvent.Warning(warning.time(), warning.object(), redaction.hide(warning.message()));
            case RolloutEvent.RollingBack back ->
                new RolloutEvent.RollingBack(back.time(), redaction.hide(back.message()), back.memory());
            case RolloutEvent.Ended ended -> new RolloutEvent.Ended(ended.time(), hide(ended.result()));
            default -> event;
        };
    }
}
