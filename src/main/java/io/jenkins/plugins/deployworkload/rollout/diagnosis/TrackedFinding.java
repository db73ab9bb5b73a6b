package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import java.time.Duration;

/**
 * A finding that has been active without interruption since its first detection.
 *
 * @param firstSeen time of the first detection, in nanoseconds
 * @param graceStart start of the grace period, in nanoseconds
 * @param recovering whether an ongoing operation may resolve the problem, so that the grace period has not started
 */
record TrackedFinding(Finding finding, long firstSeen, long graceStart, boolean recovering) {

    TrackedFinding update(boolean nowRecovering, long now) {
        return new TrackedFinding(finding, firstSeen, nowRecovering || recovering ? now : graceStart, nowRecovering);
    }

    /**
     * The remaining grace period. Controllers double the delay after each retry, so each delay is about as long as the
     * total time before. If a problem is resolved at the start of a delay, the status shows this only at the end of the
     * delay. Therefore the time between the first detection and the start of the grace period extends the grace period.
     */
    Duration remaining(Duration grace, long now) {
        return grace.plusNanos(graceStart - firstSeen).minusNanos(now - graceStart);
    }
}
