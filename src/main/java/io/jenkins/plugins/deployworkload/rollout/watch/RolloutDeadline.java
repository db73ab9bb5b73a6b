package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
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
public final class RolloutDeadline {

    /**
     * How it ends that not everything is done in time.
     *
     * @param certain whether it was seen that something is not done; if not, nothing is undone
     */
    public record Exceeded(RolloutEnd end, boolean certain) {}

    /** So long no request takes where the API server is well. */
    private static final Duration SLOW_REQUEST = Duration.ofSeconds(2);

    private final WatchContext context;
    private final WaitTask waitTask;
    private final FinalStatusCheck finalCheck;
    private Future<?> timer;

    public RolloutDeadline(WatchContext context, WaitTask waiting, FinalStatusCheck look) {
        this.context = context;
        this.waitTask = waiting;
        this.finalCheck = look;
    }

    /** @param over run in a task */
    public void schedule(Duration time, Runnable over) {
        timer = context.scheduler()
                .schedule(() -> context.executor().execute(over), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /**
     * Looks once more at what is not done, of all that was applied.
     *
     * @return those that could not be looked at, each with the reason; completes normally, in a task
     */
    public CompletableFuture<Map<ObjectRef, String>> finalCheck() {
        return finalCheck.refreshInProgress();
    }

    /**
     * Judges for the last time.
     *
     * @param unseen what could not be looked at
     * @return empty if there is nothing to wait for any more, and it is told how it has come out
     */
    public Optional<Exceeded> decide(Map<ObjectRef, String> unseen) {
        boolean known = context.state().watched().stream().allMatch(TrackedObject::isKnown);
        if (known && !waitTask.isInProgress()) {
            return Optional.empty();
        }
        boolean seen = known
                && context.state().watched().stream()
                        .filter(object -> object.status().state() == StatusResult.State.IN_PROGRESS)
                        .anyMatch(object -> !unseen.containsKey(object.ref()));
        return Optional.of(new Exceeded(seen ? exceeded(Optional.empty()) : statusUnknown(unseen), seen));
    }

    /** @param silence what the API server has not answered by then, as of {@link #slowRequest} */
    public RolloutEnd exceeded(Optional<String> silence) {
        String message =
                Messages.RolloutDeadline_exceeded(seconds(), context.state().describe());
        return new RolloutEnd(
                Outcome.TIMED_OUT,
                silence.map(sentence ->
                                Sentences.join(message, context.describeFailure(new TimeoutException()), sentence))
                        .orElse(message));
    }

    /** Which request waits for its answer for longer than any should; empty for none. */
    public Optional<String> slowRequest() {
        return context.connection()
                .longestInFlightRequest(context.namespace())
                .filter(wait -> wait.duration().compareTo(SLOW_REQUEST) >= 0)
                .map(wait -> Messages.RolloutDeadline_slowRequest(
                        wait.request(), String.valueOf(wait.duration().toSeconds())));
    }

    private RolloutEnd statusUnknown(Map<ObjectRef, String> unseen) {
        String why = Sentences.join(Stream.concat(unseen.values().stream().distinct(), slowRequest().stream())
                .toList());
        return new RolloutEnd(
                Outcome.TIMED_OUT,
                Messages.RolloutDeadline_statusUnknown(
                        seconds(), why, context.state().describe()));
    }

    private String seconds() {
        return String.valueOf(context.state().parameters().seconds());
    }
}
