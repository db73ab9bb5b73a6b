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
 * Applies objects on the server's side: as one manager of fields, by force only when asked, and with fields that the server
 * does not know refused.
 */
public final class Applier {

    /** Told about each answer, on any thread. */
    public interface Listener {

        void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);

        /**
         * The server has taken the deletion of an object that is to be made again, or, in a dry run, would take it.
         *
         * @param fields which cannot be changed; empty for what is made again each time
         */
        void replacing(ObjectRef ref, Set<String> fields);

        /** It is made again once the other of its name is gone, whose deletion somebody else has asked for. */
        void awaitingDeletion(ObjectRef ref, HasMetadata other);
    }

    /**
     * What all objects of a rollout have in common.
     *
     * @param fence asks whether the workload is still this deploy's; gives {@code null} where that is not known
     */
    public record ApplyContext(
            Connection connection,
            String namespace,
            RolloutOptions options,
            Supplier<Supplier<CompletableFuture<Boolean>>> fence) {}

    /** After so much time for one stage it is asked again whether the workload is still this deploy's. */
    private static final Duration RECHECK_AFTER = Duration.ofSeconds(2);

    /** How far the clock of the API server may be behind this one's. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

    private final ApplyContext context;
    private final Deleter deleter;
    private final Instant startedAt = Instant.now();
    private volatile boolean stopped;

    public Applier(ApplyContext frame) {
        this.context = frame;
        this.deleter = new Deleter(frame.connection(), frame.namespace());
    }

    /** What is there now, as far as this account may read it. Fails with what was thrown. */
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

    /** An object that was sent; done, always normally, when the answer is told. */
    private record PendingApply(HasMetadata object, CompletableFuture<Void> done) {}

    private static CompletableFuture<Void> all(List<PendingApply> sent) {
        return CompletableFuture.allOf(sent.stream().map(PendingApply::done).toArray(CompletableFuture[]::new));
    }

    /**
     * Applies stage after stage, the objects of a stage at the same time. A stage begins when all that it {@link
     * ResourceKinds#dependsOn awaits} is there; after a refusal, or {@link #stop}, none is begun.
     *
     * @param before gives what each object is applied over
     * @return completes, always normally, when nothing is under way any more
     */
    public CompletableFuture<Void> apply(
            List<List<HasMetadata>> stages, Function<ObjectRef, LiveState> before, Listener sink) {
        return apply(stages, List.of(), before, sink);
    }

    /** @param earlier those of the stages before */
    private CompletableFuture<Void> apply(
            List<List<HasMetadata>> stages,
            List<PendingApply> earlier,
            Function<ObjectRef, LiveState> before,
            Listener sink) {
        if (stages.isEmpty() || stopped) {
            return all(earlier);
        }
        long start = System.nanoTime();
        List<PendingApply> sent = new ArrayList<>(earlier);
        for (HasMetadata object : stages.getFirst()) {
            sent.add(new PendingApply(
                    object, apply(object, AutoscalerTakeover.isAutoscaled(object, stages), before, sink)));
        }
        List<List<HasMetadata>> later = stages.subList(1, stages.size());
        List<PendingApply> awaited = sent.stream()
                .filter(one -> later.isEmpty()
                        || later.getFirst().stream().anyMatch(object -> ResourceKinds.dependsOn(object, one.object())))
                .toList();
        return all(awaited)
                .thenCompose(done -> checkFence(later, System.nanoTime() - start, sink))
                .thenCompose(done -> apply(later, sent, before, sink));
    }

    private CompletableFuture<Void> apply(
            HasMetadata object, boolean autoscaled, Function<ObjectRef, LiveState> before, Listener sink) {
        ObjectRef ref = ObjectRef.of(object, context.namespace());
        return apply(object, autoscaled, before.apply(ref), sink).handle((answer, problem) -> {
            if (problem == null) {
                sink.applied(ref, answer);
            } else {
                refused(ref, problem, sink);
            }
            return null;
        });
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> apply(
            HasMetadata object, boolean autoscaled, LiveState before, Listener sink) {
        ObjectRef ref = ObjectRef.of(object, context.namespace());
        return context.options().dryRun()
                ? new DryRunTask(context, object, autoscaled, fields -> sink.replacing(ref, fields)).run(before)
                : new ApplyTask(this, context, object, autoscaled, sink).run(before);
    }

    /**
     * Asks where it is in doubt.
     *
     * @param nanos how long what the next stage has awaited took
     */
    private CompletableFuture<Void> checkFence(List<List<HasMetadata>> stages, long nanos, Listener sink) {
        if (stages.isEmpty() || stopped || nanos < RECHECK_AFTER.toNanos()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.<Void>ifStillActive(() -> CompletableFuture.completedFuture(null))
                .exceptionally(problem -> {
                    refused(ObjectRef.of(stages.getFirst().getFirst(), context.namespace()), problem, sink);
                    return null;
                });
    }

    private void refused(ObjectRef ref, Throwable problem, Listener sink) {
        boolean wasStopped = stopped;
        stop();
        if (!wasStopped || !ApiErrors.isCancelled(problem)) {
            sink.refused(ref, problem);
        }
    }

    /** Goes on if the workload is still this deploy's; else fails with {@link SupersededException}. */
    <T> CompletableFuture<T> ifStillActive(Supplier<CompletableFuture<T>> next) {
        Supplier<CompletableFuture<Boolean>> question = context.fence().get();
        return question == null
                ? next.get()
                : question.get()
                        .thenCompose(
                                yes -> yes ? next.get() : CompletableFuture.failedFuture(new SupersededException()));
    }

    /**
     * Whether this rollout has made an object that it knows not to have been there, but was not told so: the connection broke
     * before the answer.
     *
     * @param found {@code null} for none
     */
    boolean hasCreated(HasMetadata found) {
        return found != null
                && FieldManagers.isAppliedByUs(found)
                && Instant.parse(found.getMetadata().getCreationTimestamp()).isAfter(startedAt.minus(MAX_CLOCK_SKEW));
    }

    /** As {@link ResourceClient#dryRunCreate}. */
    public CompletableFuture<Void> dryRunCreate(HasMetadata object) {
        return new ResourceClient(context, object).dryRunCreate();
    }

    /**
     * Asks whether the object would be taken as it is described, where no autoscaler is to have its replicas. Unlike {@link
     * #dryRunCreate} it is applied over what is there: who may only change it is not to be asked whether it could be made.
     *
     * @return fails with what the server says against it
     */
    public CompletableFuture<Void> dryRunApply(HasMetadata object) {
        ApplyContext asking = new ApplyContext(
                context.connection(), context.namespace(), context.options().withDryRun(true), context.fence());
        return readLiveState(object)
                .thenCompose(before -> new DryRunTask(asking, object, false, fields -> {}).run(before))
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(
                        problem -> ApiErrors.isOptimisticLockConflict(problem) || ApiErrors.isDryRunUnsupported(problem)
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(problem));
    }

    /** Begins nothing more; what is under way is waited for. */
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
