package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
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

/** One object on its way: adopted, left alone, applied, tried again over what somebody else wrote, or replaced. */
final class ApplyTask {

    /** An object's status may change between reading it and applying to it, some times in a row. */
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

    /** @param autoscaled whether an autoscaler has the object's number of replicas */
    ApplyTask(
            Applier applier,
            Applier.ApplyContext frame,
            HasMetadata object,
            boolean autoscaled,
            Applier.Listener sink) {
        this.applier = applier;
        this.context = frame;
        this.object = object;
        this.autoscaled = autoscaled;
        this.listener = sink;
        this.options = frame.options();
        this.ref = ObjectRef.of(object, frame.namespace());
        this.client = new ResourceClient(frame, object);
        this.serialization = frame.connection().client().getKubernetesSerialization();
    }

    /** @return fails with what the server said, or with {@link SupersededException} */
    CompletableFuture<ApiResponse<? extends HasMetadata>> run(LiveState before) {
        return start(before)
                .thenApply(answer -> created ? new ApiResponse<>(answer.object(), 201, answer.warnings()) : answer);
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> start(LiveState before) {
        if (before.isBeingDeleted()) {
            return createAfterDeletion(before.object());
        }
        // A Job is a run: it is never changed, only run again.
        if (object instanceof Job && before.object() != null) {
            return replace(before.object(), Set.of());
        }
        // It is neither left as it is nor adopted before it is refused.
        if (HeadlessServiceCheck.staysHeadless(object, before.object())) {
            return apply(before, MAX_ATTEMPTS);
        }
        return migrateFieldManagers(before, MAX_ATTEMPTS)
                .thenCompose(present -> isUnchanged(present) ? skip(present) : apply(present, MAX_ATTEMPTS));
    }

    /** Only what was asked for is left alone: a watch may be behind, and an apply over that would be refused. */
    private boolean isUnchanged(LiveState before) {
        return before.fresh()
                && before.object() != null
                && NoOpDetector.isNoOp(
                        client.payload(before),
                        serialization.convertValue(before.object(), JsonNode.class),
                        before.reapplied());
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> skip(LiveState before) {
        return CompletableFuture.completedFuture(new ApiResponse<>(before.object(), 200, List.of()));
    }

    /** @return what is there after that */
    private CompletableFuture<LiveState> migrateFieldManagers(LiveState before, int tries) {
        String patch = before.object() == null ? null : fieldManagerPatch(before.object());
        if (patch == null) {
            return CompletableFuture.completedFuture(before);
        }
        return client.patchFieldManagers(patch)
                .thenCompose(found -> migrateFieldManagers(found, tries))
                // Its controller may just have written the status: the patch holds only for what was read.
                .exceptionallyCompose(problem ->
                        applier.isStopped() || tries <= 1 || !ApiErrors.isOptimisticLockConflict(problem)
                                ? CompletableFuture.failedFuture(problem)
                                : Delay.of(RETRY_DELAY)
                                        .thenCompose(over -> applier.readLiveState(object))
                                        .thenCompose(found -> migrateFieldManagers(found, tries - 1)));
    }

    /** @return what has to be changed in who manages what, one after the other; {@code null} if nothing */
    private String fieldManagerPatch(HasMetadata before) {
        String adoption = options.adopt() ? FieldManagerMigration.migrationPatch(before, serialization) : null;
        return adoption == null && autoscaled
                ? AutoscalerTakeover.takeoverPatch(object, before, serialization)
                : adoption;
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> apply(LiveState before, int tries) {
        if (HeadlessServiceCheck.staysHeadless(object, before.object())) {
            return retry(HeadlessServiceCheck.immutableFieldError(), before, tries);
        }
        // Nobody may have written meanwhile, or the apply is refused: see again().
        String version = context.fence().get() == null ? null : before.resourceVersion();
        return client.apply(client.payload(before), version, false)
                .exceptionallyCompose(problem -> retry(problem, before, tries))
                .thenCompose(answer -> accepted(answer, tries));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> accepted(
            ApiResponse<? extends HasMetadata> answer, int tries) {
        // The server takes an apply to what is on its way out, and it goes all the same.
        if (LiveState.isBeingDeleted(answer.object())) {
            return createAfterDeletion(answer.object());
        }
        if (answer.status() == 201 || !HeadlessServiceCheck.staysHeadless(object, answer.object())) {
            return CompletableFuture.completedFuture(answer);
        }
        // Nobody had looked at it. What else is described of it is applied by now.
        if (!options.replace()) {
            listener.applied(ref, answer);
        }
        return retry(HeadlessServiceCheck.immutableFieldError(), LiveState.fromRead(answer.object()), tries);
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> retry(
            Throwable problem, LiveState before, int tries) {
        if (applier.isStopped()) {
            return CompletableFuture.failedFuture(problem);
        }
        if (options.replace() && ApiErrors.isImmutableField(problem)) {
            Set<String> fields = ApiErrors.invalidFields(problem);
            return before.object() != null
                    ? replace(before.object(), fields)
                    : applier.readLiveState(object)
                            .thenCompose(found -> found.object() == null
                                    ? CompletableFuture.failedFuture(problem)
                                    : replace(found.object(), fields));
        }
        String strategy = defaultsDropped ? null : ApiErrors.staleStrategyField(problem);
        if (strategy != null && before.object() != null) {
            return dropDefaults(problem, before, strategy, tries);
        }
        if (tries > 1 && !autoscaled && AutoscalerTakeover.isReplicasConflict(problem)) {
            return client.canTakeBackReplicas()
                    .thenCompose(yes ->
                            yes ? takeBackReplicas(problem, tries - 1) : CompletableFuture.failedFuture(problem));
        }
        if (tries <= 1 || !ApiErrors.isOptimisticLockConflict(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        // The order matters: a deploy that takes over after the question writes after what is read here, so that
        // the next try is refused.
        return (tries == MAX_ATTEMPTS ? CompletableFuture.<Void>completedFuture(null) : Delay.of(RETRY_DELAY))
                .thenCompose(over -> applier.readLiveState(object))
                .thenCompose(found -> applier.ifStillActive(() -> {
                    created |= before == LiveState.ABSENT && applier.hasCreated(found.object());
                    return apply(found, tries - 1);
                }));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> takeBackReplicas(Throwable problem, int tries) {
        return applier.readLiveState(object)
                .thenCompose(found -> applier.ifStillActive(() -> {
                    String patch = found.object() == null
                            ? null
                            : AutoscalerTakeover.takeBackPatch(found.object(), serialization);
                    if (patch == null) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    return client.patchFieldManagers(patch)
                            .thenCompose(present -> apply(present, tries))
                            // Its controller may just have written the status: that much is found out once more.
                            .exceptionallyCompose(again -> ApiErrors.isOptimisticLockConflict(again) && tries > 1
                                    ? takeBackReplicas(again, tries - 1)
                                    : CompletableFuture.failedFuture(again));
                }));
    }

    /** The other strategy takes the place of one that was never said. Done once: then it is refused for another reason. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> dropDefaults(
            Throwable problem, LiveState before, String strategy, int tries) {
        defaultsDropped = true;
        String patch = FieldManagerMigration.defaultsPatch(before.object(), strategy, serialization);
        if (patch == null) {
            return CompletableFuture.failedFuture(problem);
        }
        return client.patchFieldManagers(patch)
                .thenCompose(present -> apply(present, tries))
                // Its controller may just have written the status: that much is found out once more.
                .exceptionallyCompose(again -> {
                    if (!ApiErrors.isOptimisticLockConflict(again) || tries <= 1) {
                        return CompletableFuture.failedFuture(again);
                    }
                    defaultsDropped = false;
                    return retry(again, before, tries - 1);
                });
    }

    /**
     * Pods of a StatefulSet stay, with their volumes and their order, and are taken over by the new one.
     *
     * @param fields why
     */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> replace(HasMetadata old, Set<String> fields) {
        Deleter.PropagationPolicy dependents =
                object instanceof StatefulSet ? Deleter.PropagationPolicy.Orphan : Deleter.PropagationPolicy.Background;
        return client.dryRunCreate()
                .thenCompose(would -> applier.isStopped()
                        ? CompletableFuture.failedFuture(new CancellationException())
                        : applier.deleter()
                                .deleteAndAwait(
                                        old,
                                        dependents,
                                        found -> applier.ifStillActive(() -> CompletableFuture.completedFuture(true)),
                                        () -> listener.replacing(ref, fields)))
                .thenCompose(gone -> create());
    }

    /** Somebody has asked for its deletion, and something holds it still. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> createAfterDeletion(HasMetadata old) {
        listener.awaitingDeletion(ref, old);
        return applier.deleter().awaitDeletion(old).thenCompose(gone -> create());
    }

    /** Time has passed. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> create() {
        return applier.ifStillActive(() -> apply(LiveState.ABSENT, MAX_ATTEMPTS));
    }
}
