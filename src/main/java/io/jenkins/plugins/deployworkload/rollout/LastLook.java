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
                                .handleAsync(
                                        (found, problem) -> {
                                            take(object, found, problem, unseen);
                                            return null;
                                        },
                                        context.tasks()))
                        .toList())
                .thenApplyAsync(nothing -> unseen, context.tasks());
    }

    private void take(TrackedObject<?> object, HasMetadata found, Throwable problem, Map<ObjectRef, String> unseen) {
        if (problem == null) {
            object.see(found);
        } else if (Refusals.hasCode(problem, 404)) {
            object.missing();
        } else if (!Refusals.hasCode(problem, 403) || !object.known()) {
            // Who may watch but not ask knows what the watch has told.
            unseen.put(object.ref(), context.why(problem));
        }
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
