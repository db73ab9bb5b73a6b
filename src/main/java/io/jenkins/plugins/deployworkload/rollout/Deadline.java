package io.jenkins.plugins.deployworkload.rollout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

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

    /** So long no request takes where the API server is well. */
    private static final Duration LONG = Duration.ofSeconds(2);

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
        return Optional.of(new Missed(seen ? missed(Optional.empty()) : unknown(unseen), seen));
    }

    /** @param silence what the API server has not answered by then, as of {@link #silence} */
    Ending missed(Optional<String> silence) {
        String message = Messages.Rollout_timedOut(seconds(), context.state().standing());
        return new Ending(
                Outcome.TIMED_OUT,
                silence.map(sentence -> Sentences.join(message, context.why(new TimeoutException()), sentence))
                        .orElse(message));
    }

    /** Which request waits for its answer for longer than any should; empty for none. */
    Optional<String> silence() {
        return context.connection()
                .longestWait(context.namespace())
                .filter(wait -> wait.duration().compareTo(LONG) >= 0)
                .map(wait -> Messages.Rollout_silence(
                        wait.request(), String.valueOf(wait.duration().toSeconds())));
    }

    private Ending unknown(Map<ObjectRef, String> unseen) {
        String why = Sentences.join(Stream.concat(unseen.values().stream().distinct(), silence().stream())
                .toList());
        return new Ending(
                Outcome.TIMED_OUT,
                Messages.Rollout_notKnown(seconds(), why, context.state().standing()));
    }

    private String seconds() {
        return String.valueOf(context.state().frame().seconds());
    }
}
