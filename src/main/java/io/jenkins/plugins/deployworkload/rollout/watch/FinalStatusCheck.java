package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads objects once if the last known state from the watches may be outdated or missing. */
public final class FinalStatusCheck {

    /** A request at the deadline must not wait long for a server that does not respond. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final WatchContext context;

    public FinalStatusCheck(WatchContext context) {
        this.context = context;
    }

    /**
     * Reads all objects that are still in progress.
     *
     * @return the objects that could not be read, each with the reason; the future completes normally, in a task of the
     *     executor
     */
    CompletableFuture<Map<ObjectRef, String>> refreshInProgress() {
        List<TrackedObject<?>> inProgress = context.state().watched().stream()
                .filter(object -> !object.isKnown() || object.status().state() == StatusResult.State.IN_PROGRESS)
                .toList();
        Map<ObjectRef, String> unreadable = new LinkedHashMap<>();
        return all(inProgress.stream()
                        .map(object -> read(object.ref())
                                .handleAsync(
                                        (found, problem) -> update(object, found, problem, unreadable),
                                        context.executor())
                                .thenCompose(Function.identity()))
                        .toList())
                .thenApplyAsync(ignored -> unreadable, context.executor());
    }

    private CompletableFuture<Void> update(
            TrackedObject<?> object, HasMetadata found, Throwable problem, Map<ObjectRef, String> unreadable) {
        if (problem == null) {
            object.update(found);
        } else if (ApiErrors.hasCode(problem, 404)) {
            return handleNotFound(object, unreadable);
        } else if (!ApiErrors.hasCode(problem, 403) || !object.isKnown()) {
            // Without the permission to get the object, use the state from the watch.
            unreadable.put(object.ref(), context.describeFailure(problem));
        }
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Records the deletion of an object. For a Job, looks up the outcome, because the Job may have finished after its
     * last known state.
     */
    private CompletableFuture<Void> handleNotFound(TrackedObject<?> object, Map<ObjectRef, String> unreadable) {
        if (!object.ref().kind().equals("Job")) {
            object.markNotFound();
            return CompletableFuture.completedFuture(null);
        }
        return new JobOutcomeLookup(context.connection(), context.namespace())
                .find(object)
                .orTimeout(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (last, problem) -> {
                            if (problem == null) {
                                object.recordDeleted(last);
                            } else {
                                unreadable.put(object.ref(), context.describeFailure(problem));
                            }
                            return null;
                        },
                        context.executor());
    }

    /**
     * Reads accepted objects that another process applied, if the message of the outcome has notes on their kind. The
     * future completes normally.
     */
    public CompletableFuture<Void> reloadAccepted() {
        return all(context.state().acceptedButUnread().stream()
                .map(object -> read(object.ref())
                        .thenAcceptAsync(object::recordAccepted, context.executor())
                        .exceptionally(problem -> null))
                .toList());
    }

    private CompletableFuture<HasMetadata> read(ObjectRef ref) {
        ResourceType<? extends HasMetadata> type = ResourceKinds.type(ref);
        return context.connection()
                .apiClient()
                .send(ApiRequest.get(type.path(context.namespace(), ref.name()), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .orTimeout(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
