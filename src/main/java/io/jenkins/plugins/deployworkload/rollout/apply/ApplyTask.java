package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.SupersededException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Applies one object: migrates field managers, skips an unchanged object, retries after a conflict, and replaces an
 * object if an immutable field has changed.
 */
final class ApplyTask {

    /**
     * An apply fails if the status of the object has changed since the read. This can happen several times in a row.
     */
    private static final int MAX_ATTEMPTS = 12;

    private static final Duration RETRY_DELAY = Duration.ofMillis(50);

    private final Applier applier;
    private final Applier.ApplyContext context;
    private final HasMetadata object;
    private final ObjectRef ref;
    private final Applier.Listener listener;
    private final RolloutOptions options;
    private final boolean autoscaled;
    private final ResourceClient client;
    private final KubernetesSerialization serialization;
    private volatile boolean defaultsDropped;
    private volatile boolean created;

    /** @param autoscaled whether an autoscaler sets the number of replicas */
    ApplyTask(
            Applier applier,
            Applier.ApplyContext context,
            HasMetadata object,
            boolean autoscaled,
            Applier.Listener listener) {
        this.applier = applier;
        this.context = context;
        this.object = object;
        this.autoscaled = autoscaled;
        this.listener = listener;
        this.options = context.options();
        this.ref = ObjectRef.of(object, context.namespace());
        this.client = new ResourceClient(context, object);
        this.serialization = context.connection().client().getKubernetesSerialization();
    }

    /** @return fails with the error of a request, or with {@link SupersededException} */
    CompletableFuture<ApiResponse<? extends HasMetadata>> run(LiveState live) {
        return start(live)
                .thenApply(answer -> created ? new ApiResponse<>(answer.object(), 201, answer.warnings()) : answer);
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> start(LiveState live) {
        if (live.isBeingDeleted()) {
            return createAfterDeletion(live.object());
        }
        // An existing Job is not changed. It is replaced, and so runs again.
        if (object instanceof Job && live.object() != null) {
            return replace(live.object(), Set.of());
        }
        // An object that will be refused is neither skipped nor migrated.
        if (HeadlessServiceCheck.staysHeadless(object, live.object())) {
            return apply(live, MAX_ATTEMPTS);
        }
        return migrateFieldManagers(live, MAX_ATTEMPTS)
                .thenCompose(present -> isUnchanged(present) ? skip(present) : apply(present, MAX_ATTEMPTS));
    }

    /**
     * Whether the apply can be skipped. The answer is no for a live state from a watch, because that state may be
     * outdated.
     */
    private boolean isUnchanged(LiveState live) {
        return live.fresh() && seemsUnchanged(live);
    }

    private boolean seemsUnchanged(LiveState live) {
        return live.object() != null
                && NoOpDetector.isNoOp(
                        client.payload(live),
                        serialization.convertValue(live.object(), JsonNode.class),
                        live.reapplied());
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> skip(LiveState live) {
        return CompletableFuture.completedFuture(new ApiResponse<>(live.object(), 200, List.of()));
    }

    /** @return the live state after the migration */
    private CompletableFuture<LiveState> migrateFieldManagers(LiveState live, int attemptsLeft) {
        String patch = live.object() == null ? null : fieldManagerPatch(live.object());
        if (patch == null) {
            return CompletableFuture.completedFuture(live);
        }
        return client.patchFieldManagers(patch)
                .thenCompose(found -> migrateFieldManagers(found, attemptsLeft))
                // The patch is refused if the object has changed since the read, for example because a controller has
                // written the status.
                .exceptionallyCompose(problem ->
                        applier.isStopped() || attemptsLeft <= 1 || !ApiErrors.isOptimisticLockConflict(problem)
                                ? CompletableFuture.failedFuture(problem)
                                : Delay.of(RETRY_DELAY)
                                        .thenCompose(done -> applier.readLiveState(object))
                                        .thenCompose(found -> migrateFieldManagers(found, attemptsLeft - 1)));
    }

    /** @return the next patch of the managed fields; {@code null} if none is needed */
    private String fieldManagerPatch(HasMetadata live) {
        String migration = options.adopt() ? FieldManagerMigration.migrationPatch(live, serialization) : null;
        return migration == null && autoscaled
                ? AutoscalerTakeover.takeoverPatch(object, live, serialization)
                : migration;
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> apply(LiveState live, int attemptsLeft) {
        if (HeadlessServiceCheck.staysHeadless(object, live.object())) {
            return retry(HeadlessServiceCheck.immutableFieldError(), live, attemptsLeft);
        }
        // With a resourceVersion the apply fails if another client has written the object since the read; see retry().
        String resourceVersion = context.fence().get() == null ? null : live.resourceVersion();
        ObjectNode payload = client.payload(live);
        // An apply that changes nothing else does not change the annotation either.
        if (!seemsUnchanged(live)) {
            ResourceClient.annotate(payload, context.stamp().get());
        }
        return client.apply(payload, resourceVersion, false)
                .exceptionallyCompose(problem -> retry(problem, live, attemptsLeft))
                .thenCompose(answer -> accepted(answer, attemptsLeft));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> accepted(
            ApiResponse<? extends HasMetadata> answer, int attemptsLeft) {
        // The API server accepts an apply to an object that is being deleted, but still completes the deletion.
        if (LiveState.isBeingDeleted(answer.object())) {
            return createAfterDeletion(answer.object());
        }
        if (answer.status() == 201 || !HeadlessServiceCheck.staysHeadless(object, answer.object())) {
            return CompletableFuture.completedFuture(answer);
        }
        // Before the apply, it was not known that the live Service is headless. The apply has changed the other fields.
        if (!options.replace()) {
            listener.applied(ref, answer);
        }
        return retry(HeadlessServiceCheck.immutableFieldError(), LiveState.fromRead(answer.object()), attemptsLeft);
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> retry(
            Throwable problem, LiveState live, int attemptsLeft) {
        if (applier.isStopped()) {
            return CompletableFuture.failedFuture(problem);
        }
        if (options.replace() && ApiErrors.isImmutableField(problem)) {
            Set<String> fields = ApiErrors.invalidFields(problem);
            return live.object() != null
                    ? replace(live.object(), fields)
                    : applier.readLiveState(object)
                            .thenCompose(found -> found.object() == null
                                    ? CompletableFuture.failedFuture(problem)
                                    : replace(found.object(), fields));
        }
        String strategy = defaultsDropped ? null : ApiErrors.staleStrategyField(problem);
        if (strategy != null && live.object() != null) {
            return dropDefaults(problem, live, strategy, attemptsLeft);
        }
        if (attemptsLeft > 1 && !autoscaled && AutoscalerTakeover.isReplicasConflict(problem)) {
            return client.canTakeBackReplicas()
                    .thenCompose(allowed -> allowed
                            ? takeBackReplicas(problem, attemptsLeft - 1)
                            : CompletableFuture.failedFuture(problem));
        }
        if (attemptsLeft <= 1 || !ApiErrors.isOptimisticLockConflict(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        // The object is read before the check whether this deploy is still active. If another deploy becomes active
        // after the check, its write comes after the read, so the next attempt is refused.
        return (attemptsLeft == MAX_ATTEMPTS ? CompletableFuture.<Void>completedFuture(null) : Delay.of(RETRY_DELAY))
                .thenCompose(done -> applier.readLiveState(object))
                .thenCompose(found -> applier.ifStillActive(() -> {
                    created |= live == LiveState.ABSENT && applier.hasCreated(found.object());
                    return apply(found, attemptsLeft - 1);
                }));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> takeBackReplicas(
            Throwable problem, int attemptsLeft) {
        return applier.readLiveState(object)
                .thenCompose(found -> applier.ifStillActive(() -> {
                    String patch = found.object() == null
                            ? null
                            : AutoscalerTakeover.takeBackPatch(found.object(), serialization);
                    if (patch == null) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    return client.patchFieldManagers(patch)
                            .thenCompose(present -> apply(present, attemptsLeft))
                            // After a conflict the object is read again. The cause is usually a controller that has
                            // written the status.
                            .exceptionallyCompose(
                                    conflict -> ApiErrors.isOptimisticLockConflict(conflict) && attemptsLeft > 1
                                            ? takeBackReplicas(conflict, attemptsLeft - 1)
                                            : CompletableFuture.failedFuture(conflict));
                }));
    }

    /**
     * Removes the defaults that the API server has set for a missing strategy, so that another strategy can be applied.
     * This is done only once, because a second refusal has another reason.
     */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> dropDefaults(
            Throwable problem, LiveState live, String strategy, int attemptsLeft) {
        defaultsDropped = true;
        String patch = FieldManagerMigration.defaultsPatch(live.object(), strategy, serialization);
        if (patch == null) {
            return CompletableFuture.failedFuture(problem);
        }
        return client.patchFieldManagers(patch)
                .thenCompose(present -> apply(present, attemptsLeft))
                // After a conflict the object is read again. The cause is usually a controller that has written the
                // status.
                .exceptionallyCompose(conflict -> {
                    if (!ApiErrors.isOptimisticLockConflict(conflict) || attemptsLeft <= 1) {
                        return CompletableFuture.failedFuture(conflict);
                    }
                    defaultsDropped = false;
                    return retry(conflict, live, attemptsLeft - 1);
                });
    }

    /**
     * Deletes the object and creates it again. The pods of a StatefulSet stay, with their volumes and their order, and
     * the new StatefulSet adopts them.
     *
     * @param fields the immutable fields that make the replacement necessary
     */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> replace(HasMetadata live, Set<String> fields) {
        Deleter.PropagationPolicy policy =
                object instanceof StatefulSet ? Deleter.PropagationPolicy.Orphan : Deleter.PropagationPolicy.Background;
        return client.dryRunCreate()
                .thenCompose(done -> applier.isStopped()
                        ? CompletableFuture.failedFuture(new CancellationException())
                        : applier.deleter()
                                .deleteAndAwait(
                                        live,
                                        policy,
                                        found -> applier.ifStillActive(() -> CompletableFuture.completedFuture(true)),
                                        () -> listener.replacing(ref, fields)))
                .thenCompose(done -> create());
    }

    /**
     * Waits until the object that is being deleted is gone, then creates the new object. A finalizer may delay the
     * deletion.
     */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> createAfterDeletion(HasMetadata live) {
        listener.awaitingDeletion(ref, live);
        return applier.deleter().awaitDeletion(live).thenCompose(done -> create());
    }

    /** Creates the object if this deploy is still active. Another deploy may have become active during the wait. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> create() {
        return applier.ifStillActive(() -> apply(LiveState.ABSENT, MAX_ATTEMPTS));
    }
}
