package io.jenkins.plugins.deployworkload.rollout.removal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ForeignOwnerException;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The record of an application to remove. Checks whether the objects that it names may be removed. */
final class ApplicationRecord {

    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final Connection connection;
    private final RemovalRequest request;
    private final RevisionCache revisions;
    private final Pruner pruner;
    private final RemovedObjects objects;
    private final Runnable throwIfInterrupted;

    /** @param throwIfInterrupted throws an exception if the removal was aborted, or its time is over */
    ApplicationRecord(
            Connection connection,
            RemovalRequest request,
            RevisionCache revisions,
            Pruner pruner,
            RemovedObjects objects,
            Runnable throwIfInterrupted) {
        this.connection = connection;
        this.request = request;
        this.revisions = revisions;
        this.pruner = pruner;
        this.objects = objects;
        this.throwIfInterrupted = throwIfInterrupted;
    }

    /**
     * Returns the live objects of the application; none if there is no application. A removal that continues after a
     * restart repeats the requests after a temporary failure, because the API server may restart too.
     *
     * @throws NotAllowedException if the record cannot be used, or is not that of the job's last deploy
     * @throws ForeignOwnerException if another owner owns the application
     * @throws RuntimeException the error of a request
     */
    List<HasMetadata> read() {
        List<HasMetadata> live = request.isResumed() ? readPatiently() : readLive();
        String unusable = revisions.unusable();
        if (unusable != null) {
            throw new NotAllowedException(unusable(unusable));
        }
        if (!revisions.isEmpty()) {
            revisions.checkOwner(live);
            revisions.takeWarnings().forEach(objects::warn);
            checkLastJob();
        }
        return live;
    }

    /** @param reason why the record cannot be used */
    static String unusable(String reason) {
        return Messages.ApplicationRemoval_recordUnusable(Sentences.of(reason));
    }

    /**
     * Deletes the record, or reduces it to the objects that stay.
     *
     * @return whether it is written or gone; not if another client has written it
     * @throws RuntimeException the error of a write
     */
    boolean end() {
        try {
            return revisions.endRemoval(objects.kept(), request.lastJob() == null);
        } catch (RuntimeException e) {
            if (ApiErrors.hasCode(e, 409)) {
                return false;
            }
            if (ApiErrors.hasCode(e, 404)) {
                return true;
            }
            throw e;
        }
    }

    private List<HasMetadata> readPatiently() {
        String lastWarning = null;
        while (true) {
            throwIfInterrupted.run();
            try {
                return readLive();
            } catch (RuntimeException e) {
                ConnectionFailure failure = connection.failure(e);
                if (!WatchPermissions.isTemporary(failure)) {
                    throw e;
                }
                if (!failure.message().equals(lastWarning)) {
                    lastWarning = failure.message();
                    objects.warn(lastWarning);
                }
                VirtualThreads.pause(RETRY_DELAY);
            }
        }
    }

    private List<HasMetadata> readLive() {
        revisions.read();
        if (revisions.unusable() != null || revisions.isEmpty()) {
            return List.of();
        }
        List<HasMetadata> live = pruner.findOwned(revisions.inventory());
        revisions.compareWith(live);
        return live;
    }

    /** @throws NotAllowedException if a build of another job has deployed the application since */
    private void checkLastJob() {
        RevisionHistory history = revisions.history();
        RevisionHistory.Revision latest = history.latest();
        if (request.lastJob() == null
                || latest == null
                || isBy(latest.activatedBy(), request.lastJob())
                || request.deployer().ownsAlone(history.owner())) {
            return;
        }
        throw new NotAllowedException(
                Messages.ApplicationRemoval_otherJob(Owner.printable(String.valueOf(latest.activatedBy()))));
    }

    /** Names of jobs may contain spaces, so that one can begin with another. */
    private static boolean isBy(String build, String job) {
        return build != null
                && Pattern.matches(
                        Pattern.quote(job) + "( #\\d+|" + Pattern.quote(RemovalRequest.DELETED_JOB) + ")", build);
    }
}
