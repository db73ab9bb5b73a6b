package io.jenkins.plugins.deployworkload.rollout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells when a rollout's time is over, and how it stands then: by what is asked for at that moment, as what was seen last may
 * be old where a watch is broken.
 */
final class Deadline {

    /**
     * How it ends that not everything is done in time.
     *
     * @param certain whether it was seen that something is not done; if not, nothing is undone
     */
    record Missed(Ending ending, boolean certain) {}

    private final RolloutContext context;
    private final Waiting waiting;
    private final LastLook look;
    private Future<?> alarm;

    Deadline(RolloutContext context, Waiting waiting, LastLook look) {
        this.context = context;
        this.waiting = waiting;
        this.look = look;
    }

    /** @param over run in a task */
    void in(Duration time, Runnable over) {
        alarm = context.scheduler()
                .schedule(() -> context.tasks().execute(over), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /**
     * Looks once more at what is not done, of all that was applied.
     *
     * @return those that could not be looked at, each with the reason; completes normally, in a task
     */
    CompletableFuture<Map<ObjectRef, String>> look() {
        return look.unfinished();
    }

    /**
     * Judges for the last time.
     *
     * @param unseen what could not be looked at
     * @return empty if there is nothing to wait for any more, and it is told how it has come out
     */
    Optional<Missed> judge(Map<ObjectRef, String> unseen) {
        boolean known = context.state().watched().stream().allMatch(TrackedObject::known);
        if (known && !waiting.isOpen()) {
            return Optional.empty();
        }
        boolean seen = known
                && context.state().watched().stream()
                        .filter(object -> object.judge().state() == Verdict.State.WAITING)
                        .anyMatch(object -> !unseen.containsKey(object.ref()));
        return Optional.of(new Missed(seen ? missed() : unknown(unseen), seen));
    }

    Ending missed() {
        return new Ending(
                Outcome.TIMED_OUT,
                Messages.Rollout_timedOut(seconds(), context.state().standing()));
    }

    private Ending unknown(Map<ObjectRef, String> unseen) {
        String why = unseen.values().stream().distinct().collect(Collectors.joining(" "));
        return new Ending(
                Outcome.TIMED_OUT,
                Messages.Rollout_notKnown(seconds(), why, context.state().standing()));
    }

    private String seconds() {
        return String.valueOf(context.state().frame().seconds());
    }
}
