package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

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
    private final WriteCheck check;
    private final KubernetesSerialization serialization;
    private boolean defaultsDropped;
    private boolean created;

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
        this.check = new WriteCheck(context, object);
        this.client = new ResourceClient(context, object, check::requireRepeatable);
        this.serialization = context.connection().client().getKubernetesSerialization();
    }

    /**
     * Blocks until the API server has accepted the object.
     *
     * @throws SupersededException if another deploy is active
     * @throws NotAllowedException if the policy does not allow the object
     * @throws RuntimeException the error of a request
     */
    ApiResponse<? extends HasMetadata> run(LiveState live) {
        ApiResponse<? extends HasMetadata> answer = start(live);
        return created ? answer.with(answer.object(), 201) : answer;
    }

    private ApiResponse<? extends HasMetadata> start(LiveState live) {
        check.requireOwnership(live);
        // The rules may have changed while earlier objects were applied.
        check.requireAllowed();
        if (live.isBeingDeleted()) {
            return createAfterDeletion(live.object());
        }
        // An existing Job stays as it is, or is replaced, and so runs again.
        if (object instanceof Job && live.object() != null && !client.isUnchanged(live)) {
            // This deploy may have created the Job before a restart, without recording it.
            return client.isWrittenByThisDeploy(live.object())
                    ? new ApiResponse<>(live.object(), 201, List.of())
                    : replace(live.object(), Set.of());
        }
        // An object that will be refused is neither skipped nor migrated.
        if (HeadlessServiceCheck.staysHeadless(object, live.object())) {
            return apply(live, MAX_ATTEMPTS);
        }
        LiveState migrated = migrateFieldManagers(live);
        return client.isUnchanged(migrated)
                ? new ApiResponse<>(migrated.object(), 200, List.of())
                : apply(migrated, MAX_ATTEMPTS);
    }

    /** @return the live state after the migration */
    private LiveState migrateFieldManagers(LiveState live) {
        LiveState current = live;
        for (int attempt = 1; ; ) {
            String patch = current.object() == null ? null : fieldManagerPatch(current.object());
            if (patch == null) {
                return current;
            }
            try {
                applier.throwIfAborted();
                current = client.patchFieldManagers(patch);
            } catch (RuntimeException problem) {
                // The patch is refused if the object has changed since the read, for example because a controller has
                // written the status.
                if (applier.isStopped() || attempt++ == MAX_ATTEMPTS || !ApiErrors.isOptimisticLockConflict(problem)) {
                    throw problem;
                }
                VirtualThreads.pause(RETRY_DELAY);
                current = applier.readLiveState(object);
            }
        }
    }

    /** @return the next patch of the managed fields; {@code null} if none is needed */
    private String fieldManagerPatch(HasMetadata live) {
        String migration = options.adopt() ? FieldManagerMigration.migrationPatch(live, serialization) : null;
        return migration == null && autoscaled
                ? AutoscalerTakeover.takeoverPatch(object, live, serialization)
                : migration;
    }

    private ApiResponse<? extends HasMetadata> apply(LiveState live, int attemptsLeft) {
        ApiResponse<? extends HasMetadata> answer;
        try {
            if (HeadlessServiceCheck.staysHeadless(object, live.object())) {
                throw HeadlessServiceCheck.immutableFieldError();
            }
            // With a resourceVersion the apply fails if another client has written the object since the read; see
            // retry().
            boolean requiresVersion =
                    check.requireAllowedMerge(live) || context.fence().isEnabled();
            String resourceVersion = requiresVersion ? live.resourceVersion() : null;
            ObjectNode payload = client.payload(live);
            // An apply that changes nothing else does not change the annotations either.
            if (!client.isNoOp(payload, live)) {
                client.annotate(payload);
            }
            applier.throwIfAborted();
            answer = client.apply(payload, resourceVersion, false);
        } catch (RuntimeException problem) {
            return retry(problem, live, attemptsLeft);
        }
        return accepted(answer, attemptsLeft);
    }

    private ApiResponse<? extends HasMetadata> accepted(ApiResponse<? extends HasMetadata> answer, int attemptsLeft) {
        // The API server accepts an apply to an object that is being deleted, but still completes the deletion.
        if (LiveState.isBeingDeleted(answer.object())) {
            return createAfterDeletion(answer.object());
        }
        if (answer.status() == 201 || !HeadlessServiceCheck.staysHeadless(object, answer.object())) {
            return answer;
        }
        // Before the apply, it was not known that the live Service is headless. The apply has changed the other fields.
        if (!options.replace()) {
            listener.applied(ref, answer);
        }
        return retry(HeadlessServiceCheck.immutableFieldError(), LiveState.fromRead(answer.object()), attemptsLeft);
    }

    /** Tries again in the way that the refusal calls for, or throws the refusal. */
    private ApiResponse<? extends HasMetadata> retry(RuntimeException problem, LiveState live, int attemptsLeft) {
        if (applier.isStopped()) {
            throw problem;
        }
        if (options.replace() && ApiErrors.isImmutableField(problem)) {
            HasMetadata existing = live.object() != null
                    ? live.object()
                    : applier.readLiveState(object).object();
            if (existing == null) {
                throw problem;
            }
            return replace(existing, ApiErrors.invalidFields(problem));
        }
        String strategy = defaultsDropped ? null : ApiErrors.staleStrategyField(problem);
        if (strategy != null && live.object() != null) {
            return dropDefaults(problem, live, strategy, attemptsLeft);
        }
        if (attemptsLeft > 1 && !autoscaled && AutoscalerTakeover.isReplicasConflict(problem)) {
            if (!client.canTakeBackReplicas()) {
                throw problem;
            }
            return takeBackReplicas(problem, attemptsLeft - 1);
        }
        if (attemptsLeft <= 1 || !ApiErrors.isOptimisticLockConflict(problem)) {
            throw problem;
        }
        if (attemptsLeft < MAX_ATTEMPTS) {
            VirtualThreads.pause(RETRY_DELAY);
        }
        // The object is read before the check whether this deploy is still active. If another deploy becomes active
        // after the check, its write comes after the read, so the next attempt is refused.
        LiveState found = applier.readLiveState(object);
        check.requireOwnership(found);
        check.requireWritable();
        created |= live == LiveState.ABSENT && applier.hasCreated(found.object());
        return apply(found, attemptsLeft - 1);
    }

    private ApiResponse<? extends HasMetadata> takeBackReplicas(RuntimeException problem, int attemptsLeft) {
        LiveState found = applier.readLiveState(object);
        check.requireWritable();
        String patch = found.object() == null ? null : AutoscalerTakeover.takeBackPatch(found.object(), serialization);
        if (patch == null) {
            throw problem;
        }
        return patchAndApply(patch, attemptsLeft, conflict -> takeBackReplicas(conflict, attemptsLeft - 1));
    }

    /**
     * Removes the defaults that the API server has set for a missing strategy, so that another strategy can be applied.
     * This is done only once, because a second refusal has another reason.
     */
    private ApiResponse<? extends HasMetadata> dropDefaults(
            RuntimeException problem, LiveState live, String strategy, int attemptsLeft) {
        String patch = FieldManagerMigration.defaultsPatch(live.object(), strategy, serialization);
        if (patch == null) {
            throw problem;
        }
        defaultsDropped = true;
        return patchAndApply(patch, attemptsLeft, conflict -> {
            defaultsDropped = false;
            return retry(conflict, live, attemptsLeft - 1);
        });
    }

    /**
     * Applies the object after a patch of its managed fields.
     *
     * @param onConflict the next attempt, if the object has changed since the read
     */
    private ApiResponse<? extends HasMetadata> patchAndApply(
            String patch, int attemptsLeft, Function<RuntimeException, ApiResponse<? extends HasMetadata>> onConflict) {
        try {
            applier.throwIfAborted();
            return apply(client.patchFieldManagers(patch), attemptsLeft);
        } catch (RuntimeException conflict) {
            // After a conflict the object is read again. The cause is usually a controller that has written the status.
            if (!ApiErrors.isOptimisticLockConflict(conflict) || attemptsLeft <= 1) {
                throw conflict;
            }
            return onConflict.apply(conflict);
        }
    }

    /**
     * Deletes the object and creates it again. The pods of a StatefulSet stay, with their volumes and their order, and
     * the new StatefulSet adopts them.
     *
     * @param fields the immutable fields that make the replacement necessary
     */
    private ApiResponse<? extends HasMetadata> replace(HasMetadata live, Set<String> fields) {
        Deleter.PropagationPolicy policy =
                object instanceof StatefulSet ? Deleter.PropagationPolicy.Orphan : Deleter.PropagationPolicy.Background;
        check.requireReplaceable(live);
        client.dryRunCreate();
        if (applier.isStopped()) {
            throw new CancellationException();
        }
        applier.deleter().deleteAndAwait(live, policy, check::requireWritable, () -> listener.replacing(ref, fields));
        return create();
    }

    /**
     * Waits until the object that is being deleted is gone, then creates the new object. A finalizer may delay the
     * deletion.
     */
    private ApiResponse<? extends HasMetadata> createAfterDeletion(HasMetadata live) {
        listener.awaitingDeletion(ref, live);
        applier.deleter().awaitDeletion(live);
        return create();
    }

    /** Creates the object if this deploy is still active. Another deploy may have become active during the wait. */
    private ApiResponse<? extends HasMetadata> create() {
        check.requireWritable();
        return apply(LiveState.ABSENT, MAX_ATTEMPTS);
    }
}
