package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Reads objects once if the last known state from the watches may be outdated or missing. */
public final class FinalStatusCheck {

    /** A request at the deadline must not wait long for a server that does not respond. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final WatchContext context;

    public FinalStatusCheck(WatchContext context) {
        this.context = context;
    }

    /**
     * The answer to the read of one object.
     *
     * @param found the object; for a Job that does not exist, its last known state with its outcome; {@code null} for
     *     another object that does not exist
     * @param exists whether the object exists
     * @param problem why the object could not be read; {@code null} if it could
     */
    private record Answer(HasMetadata found, boolean exists, RuntimeException problem) {}

    /**
     * Reads all objects that are still in progress. Call this method on the thread of the rollout.
     *
     * @param check see {@link Mailbox#await}
     * @return the objects that could not be read, each with the reason
     */
    public <X extends Exception> Map<ObjectRef, String> refreshInProgress(Mailbox.Check<X> check) throws X {
        Map<ObjectRef, String> unreadable = new LinkedHashMap<>();
        readAll(
                context.state().watched().stream()
                        .filter(object ->
                                !object.isKnown() || object.status().state() == StatusResult.State.IN_PROGRESS)
                        .toList(),
                check,
                (object, answer) -> update(object, answer, unreadable));
        return unreadable;
    }

    private void update(TrackedObject<?> object, Answer answer, Map<ObjectRef, String> unreadable) {
        if (answer.problem() != null) {
            // Without the permission to get the object, use the state from the watch.
            if (!ApiErrors.hasCode(answer.problem(), 403) || !object.isKnown()) {
                unreadable.put(object.ref(), context.describeFailure(answer.problem()));
            }
        } else if (answer.exists()) {
            object.update(answer.found());
        } else if (answer.found() != null) {
            object.recordDeleted(answer.found());
        } else {
            object.markNotFound();
        }
    }

    /**
     * Reads accepted objects that another process applied, if the message of the outcome has notes on their kind. Call
     * this method on the thread of the rollout.
     *
     * @param check see {@link Mailbox#await}
     */
    public <X extends Exception> void reloadAccepted(Mailbox.Check<X> check) throws X {
        readAll(context.state().acceptedButUnread(), check, (object, answer) -> {
            if (answer.problem() == null && answer.exists()) {
                object.recordAccepted(answer.found());
            }
        });
    }

    /** Reads the objects at the same time on other threads, then handles the answers on this thread. */
    private <X extends Exception> void readAll(
            Collection<TrackedObject<?>> objects, Mailbox.Check<X> check, BiConsumer<TrackedObject<?>, Answer> handler)
            throws X {
        // Other threads must not read the state of a tracked object.
        Map<ObjectRef, Job> lastKnownJobs = new HashMap<>();
        objects.stream()
                .filter(object -> object.ref().kind().equals("Job") && object.applied() != null)
                .forEach(object -> lastKnownJobs.put(object.ref(), JobOutcomeLookup.lastKnownState(object)));
        List<TrackedObject<?>> tracked = List.copyOf(objects);
        List<ObjectRef> refs =
                tracked.stream().<ObjectRef>map(TrackedObject::ref).toList();
        List<Answer> answers = context.mailbox()
                .await(
                        VirtualThreads.submit(
                                () -> VirtualThreads.forEach(refs, ref -> read(ref, lastKnownJobs.get(ref)))),
                        check);
        for (int i = 0; i < tracked.size(); i++) {
            handler.accept(tracked.get(i), answers.get(i));
        }
    }

    /** @param lastKnownJob the last known state of a Job, which may have finished since then; {@code null} for none */
    private Answer read(ObjectRef ref, Job lastKnownJob) {
        try {
            ResourceType<? extends HasMetadata> type = context.types().of(ref);
            return new Answer(
                    withTimeout(() -> context.connection()
                            .apiClient()
                            .call(ApiRequest.get(type.path(ref.namespace(), ref.name()), Map.of()), type.type())
                            .object()),
                    true,
                    null);
        } catch (RuntimeException problem) {
            return ApiErrors.hasCode(problem, 404) ? absent(lastKnownJob) : new Answer(null, false, problem);
        }
    }

    private Answer absent(Job lastKnownJob) {
        if (lastKnownJob == null) {
            return new Answer(null, false, null);
        }
        JobOutcomeLookup lookup = new JobOutcomeLookup(context.connection());
        try {
            return new Answer(withTimeout(() -> lookup.find(lastKnownJob)), false, null);
        } catch (RuntimeException problem) {
            return new Answer(null, false, problem);
        }
    }

    private static <T> T withTimeout(Supplier<T> request) {
        return VirtualThreads.join(
                VirtualThreads.submit(request).orTimeout(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }
}
