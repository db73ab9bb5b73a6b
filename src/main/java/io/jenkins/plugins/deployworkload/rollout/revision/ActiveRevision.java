package io.jenkins.plugins.deployworkload.rollout.revision;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
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

    private final HistoryAccess access;
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
        this.access = revisions.access();
    }

    /** Returns whether this deploy is the active one now. Throws the error of a request. */
    public boolean activate(RevisionDraft draft) {
        Proposal proposed = draft.use();
        if (proposed == null) {
            return true;
        }
        boolean active = activate(proposed);
        access.contents().forgetDescriptions();
        access.problems().warnUntrusted();
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
        boolean active = activate(Proposal.of(content, access));
        activation = null;
        return active;
    }

    /**
     * Called for a rollback after a restart. If the rollback has not activated the healthy revision yet, the revision
     * of the failed deploy is still active, and this deploy continues with the id of that revision.
     */
    public void resumeAs(String revisionId) {
        if (revisionId != null && revisionId.equals(access.latestRevisionId())) {
            access.setRevisionId(revisionId);
        }
    }

    private boolean activate(Proposal proposed) {
        proposal = proposed;
        for (int attempt = 1; ; attempt++) {
            RevisionHistory history = access.history();
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
                access.read();
                Optional<Boolean> decided = resolveConflict(history, proposed);
                if (decided.isPresent()) {
                    return decided.get();
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                VirtualThreads.pause(RETRY_DELAY);
            }
        }
    }

    private void activateOver(RevisionHistory history, Proposal proposed) {
        // Another owner may have activated its first revision since the check before the activation.
        access.owners().check(history);
        allInFlight = access.problems().untrusted() != null;
        inFlight = history.mayHaveWritesInFlight() ? Set.copyOf(history.inventory()) : history.notInLatest();
        boolean isShared = proposed.canShare(history);
        if (isShared && !history.mayHaveWritesInFlight()) {
            access.setRevisionId(history.latest().id());
            proposed.discard(access);
            return;
        }
        if (!access.createIfAbsent()) {
            return;
        }
        // A shared activation is written too, so that the other deploy does not restore the previous revision any more.
        RevisionHistory update = isShared
                ? history.withSharedActivation(
                        RolloutEvent.now(), access.owners().deployer().build())
                : history.withLatest(proposed.store(access), proposed.refs());
        access.write(update.withOwner(access.owners().deployer().owner()));
        if (access.problems().unavailable() == null) {
            access.contents().deleteUnused(history, access.stored());
            activated(access.history(), isShared ? null : history);
        }
        if (isShared || access.problems().unavailable() != null) {
            proposed.discard(access);
        }
    }

    /** @param previous the history that {@link #restorePrevious} restores; {@code null} for none */
    private void activated(RevisionHistory current, RevisionHistory previous) {
        activation = previous == null ? null : new Activation(access.stored(), previous);
        access.setRevisionId(current.latest().id());
    }

    /** Whether another client has written or deleted the ConfigMap since it was read. */
    private boolean isWriteConflict(Throwable problem) {
        return ApiErrors.hasCode(problem, 409)
                || ApiErrors.hasCode(problem, 404) && access.stored().resourceVersion() != null;
    }

    /**
     * Decides after a conflict, from the history that was read again.
     *
     * @param previous the history before the conflict
     * @return whether this deploy is the active one now; empty to try again
     */
    private Optional<Boolean> resolveConflict(RevisionHistory previous, Proposal proposed) {
        RevisionHistory history = access.history();
        if (history == null) {
            return Optional.of(true);
        }
        // A write is sent again if its connection breaks, although the first attempt may have succeeded. After such a
        // success the history contains this revision, and another deploy may already share the revision.
        if (proposed.id() != null && proposed.id().equals(access.latestRevisionId())) {
            activated(history, proposed.isActivatedBy(history.latest()) ? previous : null);
            return Optional.of(true);
        }
        if (!history.isNewerThan(previous) || proposed.canShare(history)) {
            return Optional.empty();
        }
        proposed.discard(access);
        return Optional.of(false);
    }

    /**
     * Whether this deploy is still the active one, according to the history on the API server.
     *
     * @throws RuntimeException the error of a request
     */
    public boolean isStillActive() {
        if (access.problems().unavailable() != null) {
            return true;
        }
        access.read();
        return isActive();
    }

    private boolean isActive() {
        RevisionHistory history = access.history();
        // Without a stored revision no other deploy can be active.
        return history == null
                || history.latest() == null
                || history.latest().id().equals(access.revisionId());
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
                access.read();
            }
        }
    }

    private boolean markHealthy(List<ObjectRef> deleted, Map<String, String> resourceVersions, boolean hasWaited) {
        RevisionHistory history = access.history();
        if (history == null || access.revisionId() == null || !isActive()) {
            return history == null || access.revisionId() == null;
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
        if (access.createIfAbsent() && access.isDeletedByOthers() && proposal != null) {
            // The objects were deleted together with the index.
            update = update.withLatestPieces(access.store(update.latest().id(), proposal.stored(access)));
        }
        access.write(update);
        if (access.problems().unavailable() == null) {
            access.contents().delete(history.storedAndNotIn(access.history()));
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

    /**
     * Marks the revision as applied by a deploy that does not wait. The mark tells a newer deploy that no request is in
     * flight.
     *
     * @throws RuntimeException the error of a request
     */
    public void markApplied() {
        RevisionHistory history = access.history();
        if (history != null && isActive() && history.mayHaveWritesInFlight()) {
            access.write(history.asApplied());
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
            access.write(undoable.stored(), undoable.previous());
            proposal.discard(access);
        }
    }

    /** Whether this deploy's activation can be undone. */
    public boolean canRestorePrevious() {
        return activation != null;
    }
}
