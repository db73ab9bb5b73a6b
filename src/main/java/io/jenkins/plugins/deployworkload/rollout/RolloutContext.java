package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.watch.Redactor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutExecutor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The state and the services that all parts of a rollout share.
 *
 * @param state changed only by tasks of {@code executor}
 */
public record RolloutContext(
        Connection connection,
        ScheduledExecutorService scheduler,
        GracePeriods gracePeriods,
        RolloutListener listener,
        RolloutState state,
        RevisionCache revisions,
        ActiveRevision activeRevision,
        Redactor redactor,
        RolloutExecutor executor)
        implements WatchContext {

    public static RolloutContext of(
            Connection connection,
            ScheduledExecutorService scheduler,
            GracePeriods gracePeriods,
            RolloutListener listener,
            RolloutState state,
            RevisionProtection protection) {
        RolloutState.Parameters parameters = state.parameters();
        RevisionCache revisions =
                new RevisionCache(connection, parameters.namespace(), parameters.workload(), protection);
        return new RolloutContext(
                connection,
                scheduler,
                gracePeriods,
                listener,
                state,
                revisions,
                new ActiveRevision(revisions),
                new Redactor(),
                new RolloutExecutor());
    }

    /** Returns the context for the rollback. It shares the connection and the active revision with this context. */
    RolloutContext forRollback(RolloutState rollbackState, RolloutListener rollbackListener) {
        return new RolloutContext(
                connection.share(),
                scheduler,
                gracePeriods,
                rollbackListener,
                rollbackState,
                revisions,
                activeRevision,
                redactor,
                new RolloutExecutor());
    }

    Applier.ApplyContext applyContext() {
        return new Applier.ApplyContext(
                connection,
                namespace(),
                options(),
                () -> revisions.unavailable() == null ? this::isStillActive : null,
                revisions::stamp);
    }

    CompletableFuture<Boolean> isStillActive() {
        return VirtualThreads.submit(activeRevision::isStillActive);
    }

    static CompletableFuture<Void> async(Runnable task) {
        return VirtualThreads.submit(() -> {
            task.run();
            return null;
        });
    }

    /** Reads the live states. If they show that the history is not trusted, every object is read. */
    CompletableFuture<Void> readLiveStates(Applier applier, List<HasMetadata> objects, boolean readAlways) {
        LiveStateReader reader = new LiveStateReader(applier, revisions, state, executor);
        return reader.readAll(objects, readAlways)
                .thenCompose(done -> async(() -> revisions.compareWith(objects.stream()
                        .map(object -> trackedObject(object).liveState().object())
                        .filter(Objects::nonNull)
                        .toList())))
                .thenCompose(done -> !readAlways && isHistoryUnusable()
                        ? reader.readAll(objects, true)
                        : CompletableFuture.completedFuture(null));
    }

    /** Returns the objects of former deploys, or none if they show that the history is not trusted. */
    CompletableFuture<List<HasMetadata>> ifTrusted(List<HasMetadata> found) {
        return async(() -> revisions.compareWith(found))
                .thenApply(done -> revisions.untrusted() == null ? found : List.of());
    }

    /** The objects of the definition that do not exist. */
    List<HasMetadata> absent(List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> trackedObject(object).liveState() == LiveState.ABSENT)
                .toList();
    }

    /** Whether the history cannot be stored, or the stored one is not trusted. */
    boolean isHistoryUnusable() {
        return revisions.unavailable() != null || revisions.untrusted() != null;
    }

    void reportRevisionWarnings() {
        revisions.takeWarnings().forEach(warning -> warn(null, warning));
    }

    RolloutCheckpoint checkpoint() {
        return state.checkpoint(revisions.revisionId());
    }

    Pruner newPruner() {
        return new Pruner(connection, namespace(), state.parameters().workload());
    }

    /** Objects that an earlier deploy of the workload has applied and that are no longer in the definition. */
    public List<ObjectRef> pruneCandidates() {
        return revisions.pruneCandidates(state);
    }

    /** @param reason why the objects were deleted */
    void report(Pruner.PruneResult deletion, String reason) {
        reportDeleted(deletion.deleted(), reason);
        if (!deletion.remaining().isEmpty()) {
            warn(null, Messages.RolloutContext_notDeleted(deletion.describeRemaining()));
        }
    }
}
