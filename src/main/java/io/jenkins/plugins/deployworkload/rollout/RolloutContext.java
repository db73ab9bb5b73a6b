package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.prune.PruneSelection;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.prune.StuckPodDeleter;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.watch.Mailbox;
import io.jenkins.plugins.deployworkload.rollout.watch.Redactor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The state and the services that all parts of a rollout share.
 *
 * @param state used only by the thread of the rollout
 * @param mailbox the mailbox of that thread, which also runs the rollback
 */
public record RolloutContext(
        Connection connection,
        ScheduledExecutorService scheduler,
        GracePeriods gracePeriods,
        RolloutListener listener,
        RolloutState state,
        PolicyGate policy,
        RevisionCache revisions,
        ActiveRevision activeRevision,
        Redactor redactor,
        Mailbox mailbox,
        AbortSignal abortSignal,
        ResourceTypes types)
        implements WatchContext {

    public static RolloutContext of(
            Connection connection,
            ScheduledExecutorService scheduler,
            GracePeriods gracePeriods,
            RolloutListener listener,
            RolloutState state,
            RolloutPolicy policy,
            RevisionProtection protection) {
        PolicyGate gate = new PolicyGate(policy, state);
        // A stale history write fails because of its resourceVersion, so the fence is not asked. The objects are not
        // checked either, because a rollback, which applies others, shares the history.
        RevisionCache revisions =
                new RevisionCache(connection.withRetryCheck(gate::require), state.parameters(), protection);
        return new RolloutContext(
                connection,
                scheduler,
                gracePeriods,
                listener,
                state,
                gate,
                revisions,
                new ActiveRevision(revisions),
                new Redactor(),
                new Mailbox(),
                new AbortSignal(),
                new ResourceTypes(connection));
    }

    /** Returns the context for the rollback. It shares the connection, the thread and the active revision. */
    RolloutContext forRollback(RolloutState rollbackState, RolloutListener rollbackListener) {
        return new RolloutContext(
                connection.shareWithRequests(),
                scheduler,
                gracePeriods,
                rollbackListener,
                rollbackState,
                policy.forRollback(rollbackState),
                revisions,
                activeRevision,
                redactor,
                mailbox,
                abortSignal,
                types);
    }

    @Override
    public boolean allowsContainerLogs() {
        return policy.allowsContainerLogs();
    }

    /** Retries none of the requests that are in flight now. */
    void stopRetries() {
        connection.apiClient().inFlight().stopRetries();
    }

    /** The live states of the objects, for use on other threads. */
    Map<HasMetadata, LiveState> liveStates(List<HasMetadata> objects) {
        Map<HasMetadata, LiveState> liveStates = new IdentityHashMap<>();
        objects.forEach(object -> liveStates.put(object, trackedObject(object).liveState()));
        return liveStates;
    }

    Ownership ownership() {
        return new Ownership(namespace(), state.parameters().workload());
    }

    Applier.ApplyContext applyContext() {
        return new Applier.ApplyContext(
                connection,
                ownership(),
                options(),
                fence(),
                policy,
                this::annotations,
                state.parameters().startedAt(),
                types);
    }

    /** The annotations of this plugin on the objects that this deploy changes. */
    private Map<String, String> annotations() {
        Map<String, String> annotations = new HashMap<>();
        if (revisions.stamp() != null) {
            annotations.put(FieldManagers.REVISION_ANNOTATION, revisions.stamp());
        }
        revisions.ownerMark().ifPresent(mark -> annotations.put(FieldManagers.OWNER_ANNOTATION, mark));
        if (options().build() != null) {
            annotations.putAll(options().build().annotations());
        }
        return annotations;
    }

    /** The end of a deploy that a newer one replaces, with the name of the newer one if it is known. */
    RolloutEnd superseded() {
        return RolloutEnd.superseded(revisions.supersededBy());
    }

    /**
     * Tells whether this deploy may still write: the policy allows writes, and the deploy is the active one according to
     * the revision history.
     */
    Fence fence() {
        return new Fence() {
            @Override
            public boolean isEnabled() {
                return revisions.unavailable() == null;
            }

            @Override
            public void check() {
                policy.require();
                // A deploy without a revision, which creates its namespace first, is not active yet.
                if (revisions.revisionId() != null && !activeRevision.isStillActive()) {
                    throw new SupersededException();
                }
            }
        };
    }

    /** The objects that exist in the cluster. */
    List<HasMetadata> liveObjects(List<HasMetadata> objects) {
        return objects.stream()
                .map(object -> trackedObject(object).liveState().object())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the history cannot be stored, or the stored one is not trusted. */
    boolean isHistoryUnusable() {
        return revisions.unusable() != null;
    }

    void reportRevisionWarnings() {
        revisions.takeWarnings().forEach(warning -> warn(null, warning));
    }

    RolloutCheckpoint checkpoint() {
        return state.checkpoint(revisions.revisionId());
    }

    Pruner newPruner() {
        return new Pruner(connection, ownership(), types, policy::namespaceRefusal);
    }

    StuckPodDeleter newStuckPodDeleter(WorkloadCache cache, Pruner pruner) {
        return new StuckPodDeleter(this, cache, pruner, policy::requireWritable);
    }

    PruneSelection pruneSelection() {
        return new PruneSelection(this, revisions, object -> policy.reason(List.of(object)));
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
