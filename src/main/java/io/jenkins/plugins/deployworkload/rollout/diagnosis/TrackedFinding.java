package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import java.time.Duration;

/**
 * A finding that has lasted without interruption.
 *
 * @param firstSeen time of the first detection, in nanoseconds
 * @param graceStart start of its grace period, in nanoseconds
 * @param recovering whether an ongoing operation may resolve it, so that the grace period has not started
 */
record TrackedFinding(Finding finding, long firstSeen, long graceStart, boolean recovering) {

    TrackedFinding update(boolean nowRecovering, long now) {
        return new TrackedFinding(finding, firstSeen, nowRecovering || recovering ? now : graceStart, nowRecovering);
    }

    /**
     * The remaining grace period. Controllers retry with delays that double, and each delay is about as long as all
     * the time before it. A problem that is resolved at the start of a delay shows only at its end, so the time
     * before the grace period is added to it.
     */
    Duration remaining(Duration grace, long now) {
        return grace.plusNanos(graceStart - firstSeen).minusNanos(now - graceStart);
    }
}
