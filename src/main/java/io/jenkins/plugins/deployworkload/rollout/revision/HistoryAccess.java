package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionStore.StoredHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads and writes the history for one deploy, and keeps the state that was read or written last. A history that cannot
 * be verified is never returned.
 */
final class HistoryAccess {

    private final Connection connection;
    private final RevisionStore store;
    private final RevisionContents contents;
    private final RevisionStamp stamps;
    private final OwnerCheck owners;
    private final HistoryProblems problems;
    private volatile StoredHistory stored;
    private volatile String revisionId;
    private volatile boolean deletedByOthers;

    /** The highest sequence on live objects, which may be higher than that of a history that is not trusted. */
    private volatile long liveSequence;

    HistoryAccess(Connection connection, RolloutParameters parameters, RevisionProtection protection) {
        String namespace = parameters.namespace();
        String workload = parameters.workload();
        Ownership ownership = new Ownership(namespace, workload);
        this.connection = connection;
        this.problems = new HistoryProblems(RevisionStore.configMapName(workload));
        RevisionKeys keys = null;
        try {
            keys = protection.keys(namespace, workload);
        } catch (IllegalStateException e) {
            problems.unavailable(Sentences.of(e.getMessage()));
        }
        this.store = new RevisionStore(connection, namespace, workload, keys, protection.counters());
        this.contents = new RevisionContents(connection, namespace, workload, keys);
        this.stamps = new RevisionStamp(keys, ownership);
        this.owners = OwnerCheck.of(parameters, new OwnerMark(keys, ownership));
    }

    HistoryProblems problems() {
        return problems;
    }

    OwnerCheck owners() {
        return owners;
    }

    /** The id of this deploy's revision; {@code null} before its activation. */
    String revisionId() {
        return revisionId;
    }

    void setRevisionId(String id) {
        revisionId = id;
    }

    /**
     * Returns {@code null} if the history cannot be stored, has not been read yet, or is not trusted any more although
     * this deploy has written it.
     */
    RevisionHistory history() {
        StoredHistory current = stored;
        return problems.unavailable() != null || current == null || isLost() ? null : current.history();
    }

    /** Whether the history is not trusted any more although this deploy has written it. */
    boolean isLost() {
        return revisionId != null && stored != null && stored.untrusted() != null;
    }

    /**
     * The value of the annotation on the objects that this deploy applies; {@code null} for none: before the activation
     * and without a history.
     */
    String stamp() {
        StoredHistory current = stored;
        return history() == null || current.history().latest() == null || revisionId == null || current.uid() == null
                ? null
                : stamps.value(current.uid(), current.history().sequence());
    }

    /**
     * Reads the history. A 403 before the first successful read means that the history cannot be stored. A later 403
     * may be temporary and is an error.
     *
     * @throws RuntimeException the error of the request
     */
    void read() {
        if (problems.unavailable() != null) {
            return;
        }
        StoredHistory found = ignoreUnavailable(store::read, stored == null && revisionId == null);
        if (isDeleted(found)) {
            deletedByOthers = true;
            stored = found.withHistory(stored.history().withoutPieces());
        } else if (found != null) {
            boolean isMissing = revisionId == null && found.isMissingSince(stored);
            use(isMissing ? found.withUntrusted(UntrustedReason.MISSING) : found);
        }
    }

    private void use(StoredHistory found) {
        if (found.untrusted() != null) {
            stored = found.withUntrusted(found.untrusted());
            problems.untrusted(found.untrusted());
        } else {
            stored = found;
            if (revisionId == null) {
                problems.untrusted((UntrustedReason) null);
            }
        }
    }

    /**
     * Whether another client has deleted the history that this deploy has written. The deploy still knows the history
     * and writes it again.
     */
    private boolean isDeleted(StoredHistory found) {
        return found != null
                && found.untrusted() == null
                && found.history().latest() == null
                && revisionId != null
                && revisionId.equals(latestRevisionId());
    }

    /** Whether another client has deleted the history since this deploy has written it. */
    boolean isDeletedByOthers() {
        return deletedByOthers;
    }

    /** The id of the active revision; {@code null} if there is none. */
    String latestRevisionId() {
        RevisionHistory history = history();
        return history == null || history.latest() == null
                ? null
                : history.latest().id();
    }

    /** Reads the history if it has not been read yet: after a restart the first read may have failed. */
    void readOnce() {
        if (stored == null) {
            if (revisionId == null) {
                read();
            } else {
                resume(revisionId);
            }
        }
    }

    /**
     * Continues with the revision of this id after a restart, without a request; {@code null} means that the history
     * could not be stored.
     */
    void continueWith(String id) {
        revisionId = id;
        if (id == null) {
            // The reason was already reported when the deploy started.
            problems.unavailableSinceRestart(Messages.HistoryAccess_notStored());
        }
    }

    /** Like {@link #continueWith}, and reads the history. */
    void resume(String id) {
        continueWith(id);
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
     * object belongs to a newer revision, somebody has deleted the history or restored an older one.
     *
     * @throws RuntimeException the error of a request
     */
    void compareWith(Collection<HasMetadata> objects) {
        StoredHistory read = stored;
        if (history() == null) {
            return;
        }
        liveSequence = Math.max(liveSequence, stamps.highest(read.uid(), objects));
        if (read.untrusted() == null && isOlderThan(objects, read)) {
            // Another deploy may have become active since the history was read. It has then changed the history, so
            // the activation of this deploy conflicts.
            StoredHistory now = store.read();
            if (now.untrusted() != null) {
                use(now);
            } else if (isOlderThan(objects, now)) {
                use(now.withUntrusted(
                        now.history().latest() == null ? UntrustedReason.MISSING : UntrustedReason.REPLAYED));
            }
        }
    }

    private boolean isOlderThan(Collection<HasMetadata> objects, StoredHistory read) {
        return read.history().latest() == null
                ? stamps.isAnyApplied(objects)
                : stamps.highest(read.uid(), objects) > read.history().sequence();
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
     * Writes over the state {@code base}, unless the history cannot be stored. Fails if the ConfigMap has been written
     * since; see {@link #write(RevisionHistory)}.
     */
    void write(StoredHistory base, RevisionHistory update) {
        if (problems.unavailable() == null) {
            StoredHistory written = ignoreUnavailable(() -> store.write(base, update), true);
            stored = written == null ? stored : written;
        }
    }

    /**
     * Creates the ConfigMap of the index if it is absent.
     *
     * @return whether it exists now; if not, the history cannot be stored
     * @throws RuntimeException the error of the request: 409 if another client has created it
     */
    boolean createIfAbsent() {
        if (problems.unavailable() == null && stored.uid() == null) {
            StoredHistory created = ignoreUnavailable(store::create, true);
            stored = created == null ? stored : created.withHistory(stored.history());
        }
        return problems.unavailable() == null;
    }

    /**
     * Stores the objects of a revision.
     *
     * @return the number of pieces; 0 if the objects could not be stored, which is reported as a warning
     * @throws RuntimeException the error of a request
     */
    int store(String id, List<JsonNode> objects) {
        try {
            return contents.write(store.owner(stored), id, objects);
        } catch (UnusableRevisionException e) {
            problems.warn(Messages.HistoryAccess_contentNotStored(Sentences.of(e.getMessage())));
            return 0;
        }
    }

    RevisionContents contents() {
        return contents;
    }

    /** The state that was read or written last. */
    StoredHistory stored() {
        return stored;
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
            problems.unavailable(e.getMessage());
        } catch (RuntimeException e) {
            if (!ignoreForbidden || !ApiErrors.hasCode(e, 403)) {
                throw e;
            }
            problems.unavailable(connection.failure(e).message());
        }
        return null;
    }
}
