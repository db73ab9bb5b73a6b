package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The revision history, in the state that one deploy has last read or written. If the history cannot be stored, or the
 * stored one cannot be trusted, the deploy runs without it. {@link ActiveRevision} decides when to write.
 */
public final class RevisionCache {

    private final HistoryAccess access;
    private final HistoryProblems problems;

    public RevisionCache(Connection connection, RolloutParameters parameters, RevisionProtection protection) {
        access = new HistoryAccess(connection, parameters, protection);
        problems = access.problems();
    }

    HistoryAccess access() {
        return access;
    }

    /** Why the history cannot be stored; {@code null} if it can. */
    public String unavailable() {
        return problems.unavailable();
    }

    /**
     * Why the history cannot be stored, or is not trusted any more although this deploy has written it. Returned only
     * once, so that it is reported once.
     */
    public Optional<String> takeUnavailableWarning() {
        return problems.takeUnavailableWarning(access.isLost());
    }

    /**
     * Why the stored history is not trusted, as a sentence that also tells what to do; {@code null} if it is trusted.
     * Once a deploy does not trust the history, it neither rolls back nor prunes.
     */
    public String untrusted() {
        return problems.untrusted();
    }

    /** Why the history cannot be used: {@link #unavailable} or {@link #untrusted}; {@code null} if it can. */
    public String unusable() {
        return unavailable() != null ? unavailable() : untrusted();
    }

    /** Adds the warning that the history is not trusted, if so. */
    public void warnUntrusted() {
        problems.warnUntrusted();
    }

    /** The warnings since the last call, as sentences. */
    public List<String> takeWarnings() {
        return problems.takeWarnings();
    }

    /** The id of this deploy's revision; {@code null} before its activation. */
    public String revisionId() {
        return access.revisionId();
    }

    /**
     * Returns {@code null} if the history cannot be stored, has not been read yet, or is not trusted any more although
     * this deploy has written it.
     */
    public RevisionHistory history() {
        return access.history();
    }

    private Optional<RevisionHistory.Revision> latest() {
        return Optional.ofNullable(history()).map(RevisionHistory::latest);
    }

    /** The last healthy revision; empty if the history was not trusted at any time of this deploy. */
    public Optional<RevisionHistory.Revision> lastHealthy() {
        return untrusted() != null
                ? Optional.empty()
                : Optional.ofNullable(history()).map(RevisionHistory::lastHealthy);
    }

    /**
     * Why an earlier history was discarded, if no revision has been healthy since; otherwise {@code null}. Then it is
     * not known whether an earlier revision was healthy.
     */
    public String discarded() {
        RevisionHistory history = history();
        return untrusted() == null && history != null && Boolean.TRUE.equals(history.discarded())
                ? Messages.RevisionCache_discarded()
                : untrusted();
    }

    /**
     * Objects that an earlier deploy of the workload has applied and that belong neither to this rollout nor to the
     * revision that it applies again; none if the history was not trusted at any time of this deploy.
     */
    public List<ObjectRef> pruneCandidates(RolloutState state) {
        return untrusted() != null
                ? List.of()
                : inventory().stream()
                        .filter(ref ->
                                state.get(ref) == null && !state.parameters().keeps(ref))
                        .toList();
    }

    /** The labels of the Secrets of the active revision, which a rollback leaves as they are. */
    public Set<String> secretsOfLatest() {
        return latest().map(RevisionHistory.Revision::secrets).orElse(Set.of());
    }

    /** The labels of the Secrets of the earlier healthy revisions that stay stored after this deploy. */
    public Set<String> secretsOfKeptRevisions() {
        RevisionHistory history = history();
        return history == null
                ? Set.of()
                : history.healthy().stream()
                        .filter(revision -> !revision.id().equals(revisionId()))
                        .limit(RevisionHistory.MAX_HEALTHY - 1L)
                        .flatMap(revision -> revision.secrets().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** All objects that deploys of this workload have applied and not deleted since. */
    public List<ObjectRef> inventory() {
        RevisionHistory history = history();
        return history == null ? List.of() : history.inventory();
    }

    /** A code of the object, which the revision key protects. Not if the history cannot be stored. */
    public String code(HasMetadata object) {
        return access.contents().describe(object).code();
    }

    /** Like {@link #code(HasMetadata)}. */
    public String code(JsonNode object) {
        return access.contents().code(object);
    }

    /** Whether the latest revision contains exactly this object. */
    public boolean isInLatest(HasMetadata object) {
        String label = ObjectRef.of(object, access.contents().home()).label();
        return latest().filter(latest -> code(object).equals(latest.objects().get(label)))
                .isPresent();
    }

    /** Whether the latest revision is healthy and contains exactly this object. */
    public boolean isInHealthyLatest(HasMetadata object) {
        return isInLatest(object) && history().latestRan();
    }

    /** The {@code resourceVersion} of an object when the last healthy revision was stored; {@code null} if unknown. */
    public String resourceVersion(ObjectRef ref) {
        RevisionHistory history = history();
        return history == null ? null : history.resourceVersions().get(ref.label());
    }

    /**
     * The value of the annotation on the objects that this deploy applies; {@code null} for none: before the activation
     * and without a history.
     */
    public String stamp() {
        return access.stamp();
    }

    /**
     * Reads the history. A 403 before the first successful read means that the history cannot be stored. A later 403
     * may be temporary and is an error.
     *
     * @throws RuntimeException the error of the request
     */
    public void read() {
        access.read();
    }

    /** Reads the history if it has not been read yet: after a restart the first read may have failed. */
    public void readOnce() {
        access.readOnce();
    }

    /**
     * Continues with the revision of this id after a restart, without a request; {@code null} means that the history
     * could not be stored. The history is read when it is needed.
     */
    public void continueWith(String id) {
        access.continueWith(id);
    }

    /**
     * Like {@link #continueWith}, and reads the history.
     *
     * @throws RuntimeException the error of the request
     */
    public void resume(String id) {
        access.resume(id);
    }

    /**
     * Compares the history with live objects, after they were read and before this deploy relies on the history. If an
     * object belongs to a newer revision, somebody has deleted the history or restored an older one.
     *
     * @throws RuntimeException the error of a request
     */
    public void compareWith(Collection<HasMetadata> objects) {
        access.compareWith(objects);
    }

    /**
     * Checks whether the deployer may deploy the application, after {@link #compareWith}. Warns if the deploy takes the
     * application from its owner.
     *
     * @param live the live objects of the application
     * @throws ForeignOwnerException if another owner owns the application
     */
    public void checkOwner(Collection<HasMetadata> live) {
        RevisionStore.StoredHistory stored = access.stored();
        boolean isVerified = problems.unavailable() == null && stored != null && stored.untrusted() == null;
        access.owners()
                .check(isVerified ? stored.history() : null, live)
                .ifPresent(former -> problems.warn(Messages.RevisionCache_adopted(former.label())));
    }

    /** The value of the owner annotation on the objects that this deploy applies; empty for none. */
    public Optional<String> ownerMark() {
        return access.owners().mark();
    }

    /** The build that has activated the active revision in place of this deploy; empty if unknown. */
    public Optional<String> supersededBy() {
        return latest().filter(latest -> !latest.id().equals(revisionId()))
                .map(RevisionHistory.Revision::activatedBy)
                .map(Owner::printable);
    }

    /** Whether the history of this deploy was deleted, and with it the earlier revisions. */
    public boolean isDeleted() {
        RevisionHistory history = history();
        return revisionId() != null && history != null && (access.isDeletedByOthers() || history.latest() == null);
    }

    /** Whether the history of this deploy was deleted and, after a restart, is not known any more. */
    public boolean isForgotten() {
        return isDeleted() && history().latest() == null;
    }

    /** Whether the application has neither a revision nor an object. */
    public boolean isEmpty() {
        RevisionHistory history = history();
        return history != null
                && history.latest() == null
                && history.inventory().isEmpty();
    }

    /**
     * Ends the removal of the application, whose empty revision is active. If no object remains, deletes the history. If
     * some remain, the history names them and no revision.
     *
     * @param keepsOwner whether the owner stays; otherwise another job can deploy the application
     * @return whether the history was written or deleted; not if it has changed since the activation
     * @throws RuntimeException the error of a write
     */
    public boolean endRemoval(List<ObjectRef> remaining, boolean keepsOwner) {
        if (remaining.isEmpty()) {
            return access.contents().deleteIndex(access.stored());
        }
        RevisionHistory before = history();
        Owner owner = keepsOwner ? before.owner() : null;
        access.write(new RevisionHistory(
                RevisionHistory.VERSION, 0, before.latest(), List.of(), null, remaining, Map.of(), false, owner, null));
        access.contents().delete(before.storedAndNotIn(access.history()));
        return true;
    }

    /**
     * Reads the objects of a revision.
     *
     * @throws UnusableRevisionException if they cannot be applied again
     * @throws RuntimeException the error of a request
     */
    public RevisionContent load(RevisionHistory.Revision revision) {
        return access.contents().read(access.stored().uid(), revision);
    }
}
