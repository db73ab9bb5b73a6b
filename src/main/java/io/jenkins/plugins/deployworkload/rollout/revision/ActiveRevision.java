package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which deploy of a workload is the active one. A deploy activates its revision in the history before it
 * applies anything, checks whether it is still active, marks the revision as healthy, and restores the previous
 * revision if the deploy has changed nothing. If two deploys with different objects activate at the same moment, only
 * one succeeds. Two deploys with the same objects share a revision.
 */
public final class ActiveRevision {

    /**
     * A write of the history fails if another client has written since the read. This can happen several times in a
     * row.
     */
    private static final int MAX_ATTEMPTS = 8;

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final RevisionCache revisions;
    private volatile Activation activation;
    private volatile Proposal proposal;
    private volatile Set<ObjectRef> inFlight = Set.of();
    private volatile boolean allInFlight;

    /**
     * The activation of this deploy, to be undone by {@link #restorePrevious}.
     *
     * @param stored the history as written by the activation
     * @param previous the history before the activation
     */
    private record Activation(RevisionStore.StoredHistory stored, RevisionHistory previous) {}

    public ActiveRevision(RevisionCache revisions) {
        this.revisions = revisions;
    }

    /**
     * @return whether this deploy is the active one now
     * @throws RuntimeException the error of a request
     */
    public boolean activate(List<HasMetadata> objects, String namespace) {
        if (revisions.history() == null) {
            return true;
        }
        boolean active = activate(Proposal.of(objects, namespace, revisions));
        revisions.warnUntrusted();
        return active;
    }

    /**
     * Activates an older revision for a rollback. The revision keeps its id. This activation is not undone by {@link
     * #restorePrevious}.
     *
     * @return whether this deploy is the active one now
     * @throws RuntimeException the error of a request
     */
    public boolean reactivate(RevisionContent content) {
        boolean active = activate(Proposal.of(content, revisions));
        activation = null;
        return active;
    }

    /**
     * Called for a rollback after a restart. If the rollback has not activated the healthy revision yet, the revision
     * of the failed deploy is still active, and this deploy continues with the id of that revision.
     */
    public void resumeAs(String revisionId) {
        if (revisionId != null && revisionId.equals(revisions.latestRevisionId())) {
            revisions.setRevisionId(revisionId);
        }
    }

    private boolean activate(Proposal proposed) {
        proposal = proposed;
        for (int attempt = 1; ; attempt++) {
            RevisionHistory history = revisions.history();
            if (history == null) {
                return true;
            }
            try {
                activateOver(history, proposed);
                return true;
            } catch (RuntimeException e) {
                if (!isWriteConflict(e)) {
                    throw e;
                }
                revisions.read();
                Optional<Boolean> decided = resolveConflict(history, proposed);
                if (decided.isPresent()) {
                    return decided.get();
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                Delay.of(RETRY_DELAY).join();
            }
        }
    }

    private void activateOver(RevisionHistory history, Proposal proposed) {
        allInFlight = revisions.untrusted() != null;
        inFlight = history.mayHaveWritesInFlight() ? Set.copyOf(history.inventory()) : history.notInLatest();
        boolean isShared = proposed.canShare(history);
        if (isShared && !history.mayHaveWritesInFlight()) {
            revisions.setRevisionId(history.latest().id());
            return;
        }
        if (!revisions.createIfAbsent()) {
            return;
        }
        // A shared activation is written too, so that the other deploy does not restore the previous revision any more.
        RevisionHistory update = isShared
                ? history.withSharedActivation(RolloutEvent.now())
                : history.withLatest(proposed.store(revisions), proposed.refs());
        revisions.write(update);
        if (revisions.unavailable() == null) {
            // No deploy can make this revision active again any more.
            revisions.delete(history.dropped() == null ? List.of() : List.of(history.dropped()));
            activated(revisions.history(), isShared ? null : history);
        }
    }

    /** @param previous the history that {@link #restorePrevious} restores; {@code null} for none */
    private void activated(RevisionHistory current, RevisionHistory previous) {
        activation = previous == null ? null : new Activation(revisions.stored(), previous);
        revisions.setRevisionId(current.latest().id());
    }

    /** Whether another client has written or deleted the ConfigMap since it was read. */
    private boolean isWriteConflict(Throwable problem) {
        return ApiErrors.hasCode(problem, 409)
                || ApiErrors.hasCode(problem, 404) && revisions.stored().resourceVersion() != null;
    }

    /**
     * Decides after a conflict, from the history that was read again.
     *
     * @param previous the history before the conflict
     * @return whether this deploy is the active one now; empty to try again
     */
    private Optional<Boolean> resolveConflict(RevisionHistory previous, Proposal proposed) {
        RevisionHistory history = revisions.history();
        if (history == null) {
            return Optional.of(true);
        }
        // A write is sent again if its connection breaks, although the first attempt may have succeeded. After such a
        // success the history contains this revision, and another deploy may already share the revision.
        if (proposed.id() != null && proposed.id().equals(revisions.latestRevisionId())) {
            activated(history, proposed.isActivatedBy(history.latest()) ? previous : null);
            return Optional.of(true);
        }
        if (!isNewer(history, previous) || proposed.canShare(history)) {
            return Optional.empty();
        }
        proposed.discard(revisions);
        return Optional.of(false);
    }

    /**
     * Whether another deploy has activated a newer revision. Other changes to the history are no reason to stop: a
     * revision was marked as healthy or shared, or an older revision was restored or rolled back to.
     */
    private static boolean isNewer(RevisionHistory history, RevisionHistory previous) {
        return history.latest() != null
                && (previous.latest() == null
                        || !history.latest().id().equals(previous.latest().id())
                                && history.latest()
                                        .activatedAt()
                                        .isAfter(previous.latest().activatedAt()));
    }

    /**
     * Whether this deploy is still the active one, according to the history on the API server.
     *
     * @throws RuntimeException the error of a request
     */
    public boolean isStillActive() {
        if (revisions.unavailable() != null) {
            return true;
        }
        revisions.read();
        return isActive();
    }

    private boolean isActive() {
        RevisionHistory history = revisions.history();
        // Without a stored revision no other deploy can be active.
        return history == null
                || history.latest() == null
                || history.latest().id().equals(revisions.revisionId());
    }

    /**
     * Whether an older deploy may still have a request in flight that writes or deletes the object. Such a request
     * names the version that the older deploy has read, so the request fails if the object is written now; see {@link
     * WriteFence}.
     */
    boolean mayHaveWritesInFlight(ObjectRef ref) {
        return allInFlight || inFlight.contains(ref);
    }

    /**
     * Marks the revision as healthy.
     *
     * @param deleted the pruned objects
     * @param applied the applied objects
     * @param hasWaited whether time has passed since the activation; if so, the history is read even if nothing has to
     *     be written
     * @return whether this deploy is still the active one
     * @throws RuntimeException the error of a request
     */
    public boolean markHealthy(List<ObjectRef> deleted, List<AppliedObject> applied, boolean hasWaited) {
        Map<String, String> resourceVersions = applied.stream()
                .filter(object -> ResourceKinds.keepsResourceVersion(object.ref()))
                .collect(Collectors.toMap(object -> object.ref().label(), AppliedObject::resourceVersion));
        for (int attempt = 1; ; attempt++) {
            try {
                return markHealthy(deleted, resourceVersions, hasWaited);
            } catch (RuntimeException e) {
                if (!isWriteConflict(e) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                revisions.read();
            }
        }
    }

    private boolean markHealthy(List<ObjectRef> deleted, Map<String, String> resourceVersions, boolean hasWaited) {
        RevisionHistory history = revisions.history();
        if (history == null || revisions.revisionId() == null) {
            return true;
        }
        if (!isActive()) {
            return false;
        }
        List<ObjectRef> remaining = history.inventory().stream()
                .filter(ref -> !deleted.contains(ref))
                .toList();
        if (history.latest() == null
                || history.latestRan()
                        && remaining.size() == history.inventory().size()) {
            return !hasWaited || isStillActiveIfReadable();
        }
        RevisionHistory update = history.withHealthy(remaining, resourceVersions);
        if (revisions.stored().uid() == null) {
            if (!revisions.createIfAbsent()) {
                return true;
            }
            // The objects were deleted together with the index.
            update = proposal == null
                    ? update
                    : update.withLatestPieces(revisions.store(update.latest().id(), proposal.stored()));
        }
        revisions.write(update);
        if (revisions.unavailable() == null) {
            deleteDropped(history, revisions.history());
        }
        return true;
    }

    /** Whether this deploy is still active; if the history cannot be read, the deploy counts as active. */
    private boolean isStillActiveIfReadable() {
        try {
            return isStillActive();
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** Deletes the pieces of the revisions that the history does not contain any more. */
    private void deleteDropped(RevisionHistory before, RevisionHistory after) {
        Set<String> kept =
                after.stored().stream().map(RevisionHistory.Revision::id).collect(Collectors.toSet());
        revisions.delete(before.stored().stream()
                .filter(revision -> !kept.contains(revision.id()))
                .toList());
    }

    /**
     * Marks the revision as applied by a deploy that does not wait. The mark tells a newer deploy that no request is in
     * flight.
     *
     * @throws RuntimeException the error of a request
     */
    public void markApplied() {
        RevisionHistory history = revisions.history();
        if (history != null && isActive() && history.mayHaveWritesInFlight()) {
            revisions.write(history.asApplied());
        }
    }

    /**
     * Makes the previous revision active again, for a deploy that has changed nothing. The deploy of the previous
     * revision may still be waiting.
     *
     * @throws RuntimeException the error of a request; 409 if another deploy shares the revision or has become active
     */
    public void restorePrevious() {
        Activation undoable = activation;
        if (undoable != null) {
            revisions.write(undoable.stored(), undoable.previous());
            proposal.discard(revisions);
        }
    }

    /** Whether this deploy's activation can be undone. */
    public boolean canRestorePrevious() {
        return activation != null;
    }
}
