package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.time.Duration;

/**
 * Measures how long a problem has lasted without interruption.
 *
 * @param firstSeen the time of the first detection, in nanoseconds of a monotonic clock
 * @param graceStart the start of the grace period, in nanoseconds of a monotonic clock
 * @param recovering whether an operation in progress, such as the termination of pods, can resolve the problem; the
 *     grace period starts when the operation is over
 */
record GraceClock(long firstSeen, long graceStart, boolean recovering) {

    static GraceClock start(long now) {
        return new GraceClock(now, now, false);
    }

    GraceClock update(boolean nowRecovering, long now) {
        return new GraceClock(firstSeen, nowRecovering || recovering ? now : graceStart, nowRecovering);
    }

    /** The time since the first detection. */
    Duration lasted(long now) {
        return Duration.ofNanos(now - firstSeen);
    }

    /**
     * The remaining grace period. If the grace period starts later than the first detection, it is extended by the time
     * in between. The reason is the exponential back-off of controllers: 90 seconds after the first failure, the next
     * retry can be another 90 seconds away. Until this retry, the status does not show that the problem is resolved.
     */
    Duration remaining(Duration grace, long now) {
        return grace.plusNanos(graceStart - firstSeen).minusNanos(now - graceStart);
    }
}
