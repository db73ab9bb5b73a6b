package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reports which objects a rollout waits for, and for how long their status has not changed, if the rollout has reported
 * nothing for almost 30 seconds. Only the thread of the rollout uses this class.
 */
final class WaitReporter {

    /**
     * The longest time without an event while a rollout waits. A listener may delay a line about progress by 3 seconds, so
     * that a log has a line every 30 seconds.
     */
    private static final Duration INTERVAL = Duration.ofSeconds(27);

    private final WatchContext context;
    private final RolloutDiagnosis diagnosis;
    private Future<?> timer;
    private boolean stopped;

    WaitReporter(WatchContext context, RolloutDiagnosis diagnosis) {
        this.context = context;
        this.diagnosis = diagnosis;
    }

    void start() {
        if (timer == null) {
            schedule(INTERVAL);
        }
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void schedule(Duration delay) {
        long reported = context.state().reports().count();
        timer = context.scheduler()
                .schedule(
                        () -> context.mailbox().execute(() -> onTimer(reported)),
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** @param reported the number of events when the timer was started */
    private void onTimer(long reported) {
        if (stopped) {
            return;
        }
        if (context.state().reports().count() == reported) {
            report();
            schedule(INTERVAL);
        } else {
            schedule(INTERVAL.minus(context.state().reports().sinceLast()));
        }
    }

    private void report() {
        context.state().watched().stream()
                .filter(object -> object.applied() != null
                        && object.isKnown()
                        && object.status().state() == StatusResult.State.IN_PROGRESS)
                .forEach(object ->
                        context.report(new RolloutEvent.Progress(RolloutEvent.now(), object.ref(), describe(object))));
    }

    private String describe(TrackedObject<?> object) {
        String unchanged = Messages.WaitReporter_unchanged(object.status().message(), format(object.unchangedFor()));
        return diagnosis
                .findings(object.ref())
                .cause(object.ref())
                .map(Finding::summary)
                .map(cause -> Messages.WaitReporter_cause(unchanged, cause))
                .orElse(unchanged);
    }

    private static String format(Duration duration) {
        return duration.toMinutes() == 0
                ? Messages.WaitReporter_seconds(duration.toSeconds())
                : Messages.WaitReporter_minutes(duration.toMinutes(), duration.toSecondsPart());
    }
}
