package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.SupersededException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies objects with server-side apply, under one field manager and with strict field validation. If {@code
 * forceConflicts} is set, the applies are forced.
 */
public final class Applier {

    /** Receives the answer for each object, on any thread. */
    public interface Listener {

        void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);

        /**
         * An object is being replaced: the API server has accepted its deletion, and the object will be created again.
         * In a dry run, nothing is deleted.
         *
         * @param fields the immutable fields that make the replacement necessary; empty for an object that is replaced
         *     on every deploy, such as a Job
         */
        void replacing(ObjectRef ref, Set<String> fields);

        /**
         * An older object of the same name is still being deleted. The object will be created when the older object is
         * gone.
         *
         * @param terminating the older object
         */
        void awaitingDeletion(ObjectRef ref, HasMetadata terminating);
    }

    /**
     * The settings that the tasks of a rollout share.
     *
     * @param fence supplies the check whether this deploy is still the active one, or {@code null} if no revision
     *     history is available
     * @param stamp supplies the value of {@link FieldManagers#REVISION_ANNOTATION}, or {@code null} for none
     */
    public record ApplyContext(
            Connection connection,
            String namespace,
            RolloutOptions options,
            Supplier<Supplier<CompletableFuture<Boolean>>> fence,
            Supplier<String> stamp) {}

    /**
     * If a wave took longer than this, the next wave begins with a check whether this deploy is still the active one.
     */
    private static final Duration RECHECK_AFTER = Duration.ofSeconds(2);

    /** How far the clock of the API server may be behind the local clock. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

    private final ApplyContext context;
    private final Deleter deleter;
    private final Instant startedAt = Instant.now();
    private volatile boolean stopped;

    public Applier(ApplyContext context) {
        this.context = context;
        this.deleter = new Deleter(context.connection(), context.namespace());
    }

    /**
     * Reads the object from the API server. Completes with {@link LiveState#ABSENT} for a 404 and with {@link
     * LiveState#UNKNOWN} for a 403. Fails with any other error.
     */
    public CompletableFuture<LiveState> readLiveState(HasMetadata object) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String path = type.path(context.namespace(), object.getMetadata().getName());
        return context.connection()
                .apiClient()
                .send(ApiRequest.get(path, Map.of()), type.type())
                .thenApply(answer -> LiveState.fromRead(answer.object()))
                .exceptionallyCompose(problem -> {
                    if (ApiErrors.hasCode(problem, 404)) {
                        return CompletableFuture.completedFuture(LiveState.ABSENT);
                    }
                    return ApiErrors.hasCode(problem, 403)
                            ? CompletableFuture.completedFuture(LiveState.UNKNOWN)
                            : CompletableFuture.failedFuture(problem);
                });
    }

    /**
     * An object whose apply was sent. {@code done} always completes normally, after the listener has received the
     * answer.
     */
    private record PendingApply(HasMetadata object, CompletableFuture<Void> done) {}

    private static CompletableFuture<Void> all(List<PendingApply> sent) {
        return CompletableFuture.allOf(sent.stream().map(PendingApply::done).toArray(CompletableFuture[]::new));
    }

    /**
     * Applies wave after wave, and the objects of a wave in parallel. A wave begins when all objects of earlier waves
     * that the wave {@link ResourceKinds#dependsOn depends on} are applied. After a refusal or {@link #stop}, no
     * further wave begins.
     *
     * @param liveStates returns the live state that the apply of an object starts from
     * @return completes, always normally, when no request is in flight any more
     */
    public CompletableFuture<Void> apply(
            List<List<HasMetadata>> waves, Function<ObjectRef, LiveState> liveStates, Listener listener) {
        return apply(waves, List.of(), liveStates, listener);
    }

    /** @param earlier the applies of the earlier waves */
    private CompletableFuture<Void> apply(
            List<List<HasMetadata>> waves,
            List<PendingApply> earlier,
            Function<ObjectRef, LiveState> liveStates,
            Listener listener) {
        if (waves.isEmpty() || stopped) {
            return all(earlier);
        }
        long start = System.nanoTime();
        List<PendingApply> sent = new ArrayList<>(earlier);
        for (HasMetadata object : waves.getFirst()) {
            sent.add(new PendingApply(
                    object, apply(object, AutoscalerTakeover.isAutoscaled(object, waves), liveStates, listener)));
        }
        List<List<HasMetadata>> later = waves.subList(1, waves.size());
        List<PendingApply> awaited = sent.stream()
                .filter(pending -> later.isEmpty()
                        || later.getFirst().stream()
                                .anyMatch(object -> ResourceKinds.dependsOn(object, pending.object())))
                .toList();
        return all(awaited)
                .thenCompose(done -> checkFence(later, System.nanoTime() - start, listener))
                .thenCompose(done -> apply(later, sent, liveStates, listener));
    }

    private CompletableFuture<Void> apply(
            HasMetadata object, boolean autoscaled, Function<ObjectRef, LiveState> liveStates, Listener listener) {
        ObjectRef ref = ObjectRef.of(object, context.namespace());
        return apply(object, autoscaled, liveStates.apply(ref), listener).handle((answer, problem) -> {
            if (problem == null) {
                listener.applied(ref, answer);
            } else {
                refused(ref, problem, listener);
            }
            return null;
        });
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> apply(
            HasMetadata object, boolean autoscaled, LiveState live, Listener listener) {
        ObjectRef ref = ObjectRef.of(object, context.namespace());
        return context.options().dryRun()
                ? new DryRunTask(context, object, autoscaled, fields -> listener.replacing(ref, fields)).run(live)
                : new ApplyTask(this, context, object, autoscaled, listener).run(live);
    }

    /**
     * Checks whether this deploy is still the active one, if the earlier waves took long.
     *
     * @param nanos how long the earlier waves took
     */
    private CompletableFuture<Void> checkFence(List<List<HasMetadata>> waves, long nanos, Listener listener) {
        if (waves.isEmpty() || stopped || nanos < RECHECK_AFTER.toNanos()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.<Void>ifStillActive(() -> CompletableFuture.completedFuture(null))
                .exceptionally(problem -> {
                    refused(ObjectRef.of(waves.getFirst().getFirst(), context.namespace()), problem, listener);
                    return null;
                });
    }

    private void refused(ObjectRef ref, Throwable problem, Listener listener) {
        boolean wasStopped = stopped;
        stop();
        if (!wasStopped || !ApiErrors.isCancelled(problem)) {
            listener.refused(ref, problem);
        }
    }

    /** Runs the next step if this deploy is still the active one; otherwise fails with {@link SupersededException}. */
    <T> CompletableFuture<T> ifStillActive(Supplier<CompletableFuture<T>> next) {
        Supplier<CompletableFuture<Boolean>> isActive = context.fence().get();
        return isActive == null
                ? next.get()
                : isActive.get()
                        .thenCompose(active ->
                                active ? next.get() : CompletableFuture.failedFuture(new SupersededException()));
    }

    /**
     * Whether this rollout has created the object. The rollout does not know this if the connection broke before the
     * answer to the apply.
     *
     * @param found the object as it is now; {@code null} if it is absent
     */
    boolean hasCreated(HasMetadata found) {
        return found != null
                && FieldManagers.isAppliedByUs(found)
                && Instant.parse(found.getMetadata().getCreationTimestamp()).isAfter(startedAt.minus(MAX_CLOCK_SKEW));
    }

    /** See {@link ResourceClient#dryRunCreate}. */
    public CompletableFuture<Void> dryRunCreate(HasMetadata object) {
        return new ResourceClient(context, object).dryRunCreate();
    }

    /**
     * Checks with a dry run whether the API server would accept the object of the definition, as if no autoscaler
     * scaled the object. The dry run is an apply over the live object. Unlike {@link #dryRunCreate}, this dry run needs
     * no permission to create.
     *
     * @return fails with the refusal
     */
    public CompletableFuture<Void> dryRunApply(HasMetadata object) {
        ApplyContext dryRunContext = new ApplyContext(
                context.connection(),
                context.namespace(),
                context.options().withDryRun(true),
                context.fence(),
                () -> null);
        return readLiveState(object)
                .thenCompose(live -> new DryRunTask(dryRunContext, object, false, fields -> {}).run(live))
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(
                        problem -> ApiErrors.isOptimisticLockConflict(problem) || ApiErrors.isDryRunUnsupported(problem)
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(problem));
    }

    /** Sends no further object; requests in flight are awaited. */
    public void stop() {
        stopped = true;
        deleter.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    Deleter deleter() {
        return deleter;
    }
}
