package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionStore.StoredHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The revision history, in the state that one deploy has last read or written. If the history cannot be stored, or what
 * is stored cannot be trusted, the deploy runs without it. {@link ActiveRevision} decides when to write.
 */
public final class RevisionCache {

    private final Connection connection;
    private final RevisionStore store;
    private final RevisionContents contents;
    private final RevisionStamp stamps;
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private volatile StoredHistory stored;
    private volatile String revisionId;
    private volatile String unavailable;
    private volatile UntrustedReason untrusted;
    private volatile boolean reported;
    private volatile boolean lossReported;
    private volatile boolean deletedByOthers;

    /** The highest sequence on live objects, which may be higher than that of a history that is not trusted. */
    private volatile long liveSequence;

    public RevisionCache(Connection connection, String namespace, String workload, RevisionProtection protection) {
        this.connection = connection;
        RevisionKeys keys = null;
        try {
            keys = protection.keys(namespace, workload);
        } catch (IllegalStateException e) {
            unavailable = Sentences.of(e.getMessage());
        }
        this.store = new RevisionStore(connection, namespace, workload, keys, protection.counters());
        this.contents = new RevisionContents(connection, namespace, workload, keys);
        this.stamps = new RevisionStamp(keys, workload);
    }

    /** Why the history cannot be stored; {@code null} if it can. */
    public String unavailable() {
        return unavailable;
    }

    /**
     * Why the history cannot be stored, or is not trusted any more although this deploy has written it. Returned only
     * once, so that it is reported once.
     */
    public Optional<String> takeUnavailableWarning() {
        if (unavailable == null && isLost() && !lossReported) {
            lossReported = true;
            return Optional.of(untrusted());
        }
        Optional<String> reason = reported ? Optional.empty() : Optional.ofNullable(unavailable);
        reported |= reason.isPresent();
        return reason;
    }

    /**
     * Why the stored history is not trusted, as a sentence that also tells what to do; {@code null} if it is trusted.
     * Once a deploy does not trust the history, it neither rolls back nor prunes.
     */
    public String untrusted() {
        UntrustedReason reason = untrusted;
        return reason == null ? null : reason.message(store.configMapName());
    }

    /** The warnings since the last call, as sentences. */
    public List<String> takeWarnings() {
        List<String> taken = new ArrayList<>();
        for (String warning = warnings.poll(); warning != null; warning = warnings.poll()) {
            taken.add(warning);
        }
        return taken;
    }

    /** The id of this deploy's revision; {@code null} before its activation. */
    public String revisionId() {
        return revisionId;
    }

    void setRevisionId(String id) {
        revisionId = id;
    }

    /**
     * Returns {@code null} if the history cannot be stored, has not been read yet, or is not trusted any more although
     * this deploy has written it.
     */
    public RevisionHistory history() {
        StoredHistory current = stored;
        return unavailable != null || current == null || isLost() ? null : current.history();
    }

    /** Whether the history was replaced by one that is not trusted, after this deploy has activated its revision. */
    boolean isLost() {
        return revisionId != null && stored != null && stored.untrusted() != null;
    }

    /** The last healthy revision; empty if the history was not trusted at any time of this deploy. */
    public Optional<RevisionHistory.Revision> lastHealthy() {
        return untrusted != null
                ? Optional.empty()
                : Optional.ofNullable(history()).map(RevisionHistory::lastHealthy);
    }

    /**
     * Why an earlier history was discarded, if no revision has been healthy since; otherwise {@code null}. Then it is
     * not known whether an earlier revision was healthy.
     */
    public String discarded() {
        RevisionHistory history = history();
        return untrusted == null && history != null && Boolean.TRUE.equals(history.discarded())
                ? Messages.RevisionCache_discarded()
                : untrusted();
    }

    /**
     * Objects that an earlier deploy of the workload has applied and that are not in this rollout; none if the history
     * was not trusted at any time of this deploy.
     */
    public List<ObjectRef> pruneCandidates(RolloutState state) {
        return untrusted != null
                ? List.of()
                : inventory().stream().filter(ref -> state.get(ref) == null).toList();
    }

    /** The labels of the Secrets of the active revision, which a rollback leaves as they are. */
    public Set<String> secretsOfLatest() {
        RevisionHistory history = history();
        return history == null || history.latest() == null
                ? Set.of()
                : history.latest().secrets();
    }

    /** All objects that deploys of this workload have applied and not deleted since. */
    public List<ObjectRef> inventory() {
        RevisionHistory history = history();
        return history == null ? List.of() : history.inventory();
    }

    /** Whether the latest revision contains exactly this object. */
    public boolean isInLatest(HasMetadata object) {
        RevisionHistory history = history();
        return history != null
                && history.latest() != null
                && contents.describe(object)
                        .code()
                        .equals(history.latest()
                                .objects()
                                .get(ObjectRef.of(object, null).label()));
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
        RevisionHistory history = history();
        return history == null || history.latest() == null || revisionId == null
                ? null
                : stamps.value(stored.uid(), history.sequence());
    }

    /**
     * Reads the history. A 403 before the first successful read means that the history cannot be stored. A later 403
     * may be temporary and is an error.
     *
     * @throws RuntimeException the error of the request
     */
    public void read() {
        if (unavailable != null) {
            return;
        }
        StoredHistory found = ignoreUnavailable(store::read, stored == null && revisionId == null);
        if (isDeletedByOthers(found)) {
            deletedByOthers = true;
            stored = found.withHistory(stored.history().withoutPieces());
        } else {
            use(found);
        }
    }

    private void use(StoredHistory found) {
        stored = found != null && found.untrusted() != null ? found.withUntrusted(found.untrusted()) : found;
        if (found != null && (found.untrusted() != null || revisionId == null)) {
            untrusted = found.untrusted();
        }
    }

    /**
     * Whether another client has deleted the history that this deploy has written. The deploy still knows the history
     * and writes it again.
     */
    private boolean isDeletedByOthers(StoredHistory found) {
        return found != null
                && found.untrusted() == null
                && found.history().latest() == null
                && revisionId != null
                && revisionId.equals(latestRevisionId());
    }

    /** Whether the history of this deploy was deleted, and with it the earlier revisions. */
    public boolean isDeleted() {
        RevisionHistory history = history();
        return revisionId != null && history != null && (deletedByOthers || history.latest() == null);
    }

    /** Whether the history of this deploy was deleted and, after a restart, is not known any more. */
    public boolean isForgotten() {
        return isDeleted() && latestRevisionId() == null;
    }

    /** The id of the active revision; {@code null} if there is none. */
    String latestRevisionId() {
        RevisionHistory history = history();
        return history == null || history.latest() == null
                ? null
                : history.latest().id();
    }

    /** Reads the history if it has not been read yet: after a restart the first read may have failed. */
    public void readOnce() {
        if (unavailable == null && stored == null) {
            read();
        }
    }

    /**
     * Continues with the revision of this id after a restart; {@code null} means that the history could not be stored.
     *
     * @throws RuntimeException the error of the request
     */
    public void resume(String id) {
        if (id == null) {
            // The reason was already reported when the deploy started.
            reported = true;
            unavailable = Messages.RevisionCache_notStored();
            return;
        }
        revisionId = id;
        read();
        RevisionHistory history = history();
        if (history != null
                && history.latest() != null
                && history.sequence() < RevisionHistory.Revision.sealedSequence(id)) {
            use(stored.withUntrusted(UntrustedReason.REPLAYED));
        }
    }

    /**
     * Compares the history with live objects, after they were read and before this deploy relies on the history. If an
     * object belongs to a newer revision, somebody has restored an older history, which is not trusted.
     *
     * @throws RuntimeException the error of a request
     */
    public void compareWith(Collection<HasMetadata> objects) {
        StoredHistory read = stored;
        if (history() == null || read.uid() == null) {
            return;
        }
        long highest = stamps.highest(read.uid(), objects);
        liveSequence = Math.max(liveSequence, highest);
        if (read.untrusted() != null || highest <= read.history().sequence()) {
            return;
        }
        // Another deploy may have become active since the history was read. It has then changed the history, so the
        // activation of this deploy conflicts.
        StoredHistory now = store.read();
        if (now.untrusted() != null) {
            use(now);
        } else if (read.uid().equals(now.uid()) && now.history().sequence() < highest) {
            use(now.withUntrusted(now.history().latest() == null ? UntrustedReason.EMPTIED : UntrustedReason.REPLAYED));
        }
    }

    /** The sequence of the next activation. */
    long nextSequence() {
        return Math.max(liveSequence, stored.history().sequence()) + 1;
    }

    /**
     * @throws RuntimeException the error of the request: 409 if another client has written the ConfigMap since the
     *     read, and 404 if it was deleted
     */
    void write(RevisionHistory update) {
        write(stored, update);
    }

    /**
     * Writes over the state {@code base}, and fails if the ConfigMap has been written since; see {@link
     * #write(RevisionHistory)}.
     */
    void write(StoredHistory base, RevisionHistory update) {
        StoredHistory written = ignoreUnavailable(() -> store.write(base, update), true);
        stored = written == null ? stored : written;
    }

    /**
     * Creates the ConfigMap of the index if it is absent.
     *
     * @return whether it exists now; if not, the history cannot be stored
     * @throws RuntimeException the error of the request: 409 if another client has created it
     */
    boolean createIfAbsent() {
        if (stored.uid() == null) {
            StoredHistory created = ignoreUnavailable(store::create, true);
            stored = created == null ? stored : created.withHistory(stored.history());
        }
        return unavailable == null;
    }

    /**
     * Stores the objects of a revision.
     *
     * @return the number of pieces; 0 if the objects could not be stored, which is reported as a warning
     * @throws RuntimeException the error of a request
     */
    int store(String id, List<JsonNode> objects) {
        try {
            return contents.write(new PieceStore.Owner(store.configMapName(), stored.uid()), id, objects);
        } catch (UnusableRevisionException e) {
            warnings.add(Messages.RevisionCache_contentNotStored(Sentences.of(e.getMessage())));
            return 0;
        }
    }

    /**
     * Reads the objects of a revision.
     *
     * @throws UnusableRevisionException if they cannot be applied again
     * @throws RuntimeException the error of a request
     */
    public RevisionContent load(RevisionHistory.Revision revision) {
        return contents.read(stored.uid(), revision);
    }

    /** Deletes the objects of revisions that are not in the history any more. */
    void delete(List<RevisionHistory.Revision> revisions) {
        contents.delete(revisions);
    }

    /** The state that was read or written last. */
    StoredHistory stored() {
        return stored;
    }

    RevisionContents contents() {
        return contents;
    }

    /** Adds the warning that the history is not trusted, if so. */
    public void warnUntrusted() {
        String reason = untrusted();
        if (reason != null) {
            warnings.add(Messages.RevisionCache_untrusted(reason));
        }
    }

    /**
     * Returns {@code null} if the history cannot be stored, and remembers the reason.
     *
     * @param ignoreForbidden whether a 403 means that the history cannot be stored
     */
    private <T> T ignoreUnavailable(Supplier<T> request, boolean ignoreForbidden) {
        try {
            return request.get();
        } catch (RevisionStore.UnavailableException e) {
            unavailable = e.getMessage();
        } catch (RuntimeException e) {
            if (!ignoreForbidden || !ApiErrors.hasCode(e, 403)) {
                throw e;
            }
            unavailable = connection.failure(e).message();
        }
        return null;
    }
}
