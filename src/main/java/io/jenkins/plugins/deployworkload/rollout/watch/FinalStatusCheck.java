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

/** Asks for objects once, where what was seen last may be too old to go by, or nothing was seen. */
public final class FinalStatusCheck {

    /** A server that does not answer is not waited for: whoever asks is at the end of the time given. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final WatchContext context;

    public FinalStatusCheck(WatchContext context) {
        this.context = context;
    }

    /**
     * Looks at all that is still waited for.
     *
     * @return those that could not be looked at, each with the reason; completes normally, in a task
     */
    CompletableFuture<Map<ObjectRef, String>> refreshInProgress() {
        List<TrackedObject<?>> open = context.state().watched().stream()
                .filter(object -> !object.isKnown() || object.status().state() == StatusResult.State.IN_PROGRESS)
                .toList();
        Map<ObjectRef, String> unseen = new LinkedHashMap<>();
        return all(open.stream()
                        .map(object -> read(object.ref())
                                .handleAsync(
                                        (found, problem) -> update(object, found, problem, unseen), context.executor())
                                .thenCompose(Function.identity()))
                        .toList())
                .thenApplyAsync(nothing -> unseen, context.executor());
    }

    private CompletableFuture<Void> update(
            TrackedObject<?> object, HasMetadata found, Throwable problem, Map<ObjectRef, String> unseen) {
        if (problem == null) {
            object.update(found);
        } else if (ApiErrors.hasCode(problem, 404)) {
            return handleNotFound(object, unseen);
        } else if (!ApiErrors.hasCode(problem, 403) || !object.isKnown()) {
            // Who may watch but not ask knows what the watch has told.
            unseen.put(object.ref(), context.describeFailure(problem));
        }
        return CompletableFuture.completedFuture(null);
    }

    /** A Job may have come to its end before it went, which what was seen last is too old to show. */
    private CompletableFuture<Void> handleNotFound(TrackedObject<?> object, Map<ObjectRef, String> unseen) {
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
                                object.deleted(last);
                            } else {
                                unseen.put(object.ref(), context.describeFailure(problem));
                            }
                            return null;
                        },
                        context.executor());
    }

    /** Looks at what another process has applied, and had something to say of; completes normally. */
    public CompletableFuture<Void> reloadAccepted() {
        return all(context.state().acceptedButUnread().stream()
                .map(object -> read(object.ref())
                        .thenAcceptAsync(object::accepted, context.executor())
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
