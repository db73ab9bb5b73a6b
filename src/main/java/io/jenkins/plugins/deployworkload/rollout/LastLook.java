package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks for objects once, where what was seen last may be too old to go by, or nothing was seen. */
final class LastLook {

    /** A server that does not answer is not waited for: whoever asks is at the end of the time given. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RolloutContext context;

    LastLook(RolloutContext context) {
        this.context = context;
    }

    /**
     * Looks at all that is still waited for.
     *
     * @return those that could not be looked at, each with the reason; completes normally, in a task
     */
    CompletableFuture<Map<ObjectRef, String>> unfinished() {
        List<TrackedObject<?>> open = context.state().watched().stream()
                .filter(object -> !object.known() || object.judge().state() == Verdict.State.WAITING)
                .toList();
        Map<ObjectRef, String> unseen = new LinkedHashMap<>();
        return all(open.stream()
                        .map(object -> ask(object.ref())
                                .handleAsync((found, problem) -> take(object, found, problem, unseen), context.tasks())
                                .thenCompose(Function.identity()))
                        .toList())
                .thenApplyAsync(nothing -> unseen, context.tasks());
    }

    private CompletableFuture<Void> take(
            TrackedObject<?> object, HasMetadata found, Throwable problem, Map<ObjectRef, String> unseen) {
        if (problem == null) {
            object.see(found);
        } else if (Refusals.hasCode(problem, 404)) {
            return missing(object, unseen);
        } else if (!Refusals.hasCode(problem, 403) || !object.known()) {
            // Who may watch but not ask knows what the watch has told.
            unseen.put(object.ref(), context.why(problem));
        }
        return CompletableFuture.completedFuture(null);
    }

    /** A Job may have come to its end before it went, which what was seen last is too old to show. */
    private CompletableFuture<Void> missing(TrackedObject<?> object, Map<ObjectRef, String> unseen) {
        if (!object.ref().kind().equals("Job")) {
            object.missing();
            return CompletableFuture.completedFuture(null);
        }
        return new JobEnd(context.connection(), context.namespace())
                .of(object)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (last, problem) -> {
                            if (problem == null) {
                                object.gone(last);
                            } else {
                                unseen.put(object.ref(), context.why(problem));
                            }
                            return null;
                        },
                        context.tasks());
    }

    /** Looks at what another process has applied, and had something to say of; completes normally. */
    CompletableFuture<Void> forgotten() {
        return all(context.state().forgotten().stream()
                .map(object -> ask(object.ref())
                        .thenAcceptAsync(object::accepted, context.tasks())
                        .exceptionally(problem -> null))
                .toList());
    }

    private CompletableFuture<HasMetadata> ask(ObjectRef ref) {
        ResourceType<? extends HasMetadata> type = Kinds.type(ref);
        return context.connection()
                .requests()
                .send(ApiRequest.get(type.path(context.namespace(), ref.name()), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
