package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.time.Duration;

/**
 * Measures how long a problem has lasted without interruption.
 *
 * @param firstSeen time of the first detection, in nanoseconds
 * @param graceStart start of the grace period, in nanoseconds
 * @param recovering whether an ongoing operation may resolve the problem, so that the grace period has not started
 */
record GraceClock(long firstSeen, long graceStart, boolean recovering) {

    static GraceClock start(long now) {
        return new GraceClock(now, now, false);
    }

    GraceClock update(boolean nowRecovering, long now) {
        return new GraceClock(firstSeen, nowRecovering || recovering ? now : graceStart, nowRecovering);
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
