package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The revision of a deploy before its activation. Its objects can be stored while the API server still checks the deploy,
 * so that the activation need not wait for these requests. No other deploy notices a draft.
 */
public final class RevisionDraft {

    private static final Logger LOGGER = Logger.getLogger(RevisionDraft.class.getName());

    private final HistoryAccess access;
    private final List<HasMetadata> objects;
    private final String namespace;
    private final boolean runsJob;
    private final Redeploy redeploy;
    private volatile Proposal proposal;
    private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
    private boolean started;
    private volatile boolean createdIndex;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** A draft of new objects. */
    public RevisionDraft(RevisionCache revisions, List<HasMetadata> objects, String namespace, boolean runsJob) {
        this(revisions, objects, namespace, runsJob, null);
    }

    /**
     * @param runsJob whether the deploy runs a Job, so that it must not share the revision of another deploy
     * @param redeploy the stored revision that has these objects; {@code null} for new objects
     */
    public RevisionDraft(
            RevisionCache revisions, List<HasMetadata> objects, String namespace, boolean runsJob, Redeploy redeploy) {
        this.access = revisions.access();
        this.objects = List.copyOf(objects);
        this.namespace = namespace;
        this.runsJob = runsJob;
        this.redeploy = redeploy;
    }

    /**
     * Begins to store the objects on another thread, unless the latest revision already contains them. An error is
     * ignored, because the activation stores the objects then. Further calls have no effect.
     */
    public void startStoring() {
        RevisionHistory history = access.history();
        if (!started
                && history != null
                && access.problems().untrusted() == null
                && !proposal().canShare(history)) {
            started = true;
            storing = VirtualThreads.run(this::store);
        }
    }

    private void store() {
        boolean isAbsent = access.stored().uid() == null;
        try {
            if (access.createIfAbsent()) {
                createdIndex = isAbsent;
                proposal().store(access);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "The activation stores the revision", e);
        }
    }

    private Proposal proposal() {
        if (proposal == null) {
            proposal = Proposal.of(objects, namespace, runsJob, redeploy, access);
        }
        return proposal;
    }

    /** Waits until no request of {@link #startStoring} is in flight. */
    void awaitStored() {
        storing.join();
    }

    /**
     * Hands the draft over to the activation, which from then on is responsible for what was stored.
     *
     * @return the proposal; {@code null} if the history cannot be stored
     * @throws CancellationException if the draft was discarded, because the deploy has ended in the meantime
     */
    Proposal use() {
        awaitStored();
        if (!taken.compareAndSet(false, true)) {
            throw new CancellationException();
        }
        return access.history() == null ? null : proposal();
    }

    /** Deletes what was stored, unless the activation has used the draft. */
    public void discard() {
        awaitStored();
        if (!taken.compareAndSet(false, true) || proposal == null) {
            return;
        }
        proposal.discard(access);
        if (createdIndex) {
            access.contents().deleteIndex(access.stored());
        }
    }
}
