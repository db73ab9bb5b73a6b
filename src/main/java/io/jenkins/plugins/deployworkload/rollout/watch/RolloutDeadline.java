package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends a rollout at its deadline, with the status that the objects have at that moment. The objects are read again,
 * because the last known state is outdated if a watch is interrupted.
 */
public final class RolloutDeadline {

    /**
     * The end of a rollout whose workload did not become healthy before the deadline.
     *
     * @param certain whether the status of all objects is known, and at least one object was read and was still in
     *     progress. If not, there is no rollback
     */
    public record Exceeded(RolloutEnd end, boolean certain) {}

    /** Responses of a healthy API server take less time than this. */
    private static final Duration SLOW_REQUEST = Duration.ofSeconds(2);

    private final WatchContext context;
    private Future<?> timer;

    public RolloutDeadline(WatchContext context) {
        this.context = context;
    }

    /** @param action runs in a task of the mailbox at the deadline */
    public void schedule(Duration delay, Runnable action) {
        timer = context.scheduler()
                .schedule(() -> context.mailbox().execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Whether the state of all objects is known. */
    public boolean isStatusKnown() {
        return context.state().unresolved() == null
                && context.state().watched().stream().allMatch(TrackedObject::isKnown);
    }

    /**
     * The end of a rollout with an object that is still in progress.
     *
     * @param unreadable the objects that the final check could not read
     * @param explanation adds the cause to the message. The message of an unknown status stays as it is
     */
    public Exceeded exceeded(Map<ObjectRef, String> unreadable, UnaryOperator<String> explanation) {
        boolean certain = isStatusKnown()
                && context.state().watched().stream()
                        .filter(object -> object.status().state() == StatusResult.State.IN_PROGRESS)
                        .anyMatch(object -> !unreadable.containsKey(object.ref()));
        return new Exceeded(
                certain ? new RolloutEnd(Outcome.TIMED_OUT, explanation.apply(message())) : statusUnknown(unreadable),
                certain);
    }

    /** @param slowRequest the sentence about a request without a response, see {@link #slowRequest()} */
    public RolloutEnd exceeded(Optional<String> slowRequest) {
        String message = message();
        return new RolloutEnd(
                Outcome.TIMED_OUT,
                slowRequest
                        .map(sentence ->
                                Sentences.join(message, context.describeFailure(new TimeoutException()), sentence))
                        .orElse(message));
    }

    /**
     * A sentence about the request that has waited longest for its response; empty if no request has waited for {@code
     * SLOW_REQUEST} or longer.
     */
    public Optional<String> slowRequest() {
        return context.connection()
                .longestInFlightRequest(namespaces())
                .filter(request -> request.duration().compareTo(SLOW_REQUEST) >= 0)
                .map(request -> Messages.RolloutDeadline_slowRequest(
                        request.request(), String.valueOf(request.duration().toSeconds())));
    }

    private Set<String> namespaces() {
        return Stream.concat(
                        Stream.of(context.namespace()),
                        context.state().all().stream()
                                .map(object -> object.ref().namespace()))
                .collect(Collectors.toSet());
    }

    private RolloutEnd statusUnknown(Map<ObjectRef, String> unreadable) {
        String reason = Sentences.join(Stream.of(
                        Stream.ofNullable(context.state().unresolved()),
                        unreadable.values().stream(),
                        slowRequest().stream())
                .flatMap(reasons -> reasons)
                .distinct()
                .toList());
        return new RolloutEnd(
                Outcome.TIMED_OUT,
                Messages.RolloutDeadline_statusUnknown(
                        seconds(), reason, context.state().describe()));
    }

    private String message() {
        return Messages.RolloutDeadline_exceeded(seconds(), context.state().describe());
    }

    private String seconds() {
        return String.valueOf(context.state().parameters().seconds());
    }
}
