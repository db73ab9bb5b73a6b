package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Prepares to continue a rollout that another process has started. */
final class Resumption {

    private static final Logger LOGGER = Logger.getLogger(Resumption.class.getName());

    /** How long a resumed rollout whose deadline has passed waits for the state of its objects. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private final RolloutContext context;
    private final RolloutThread thread;
    private final WaitTask waitTask;
    private final FinalStatusCheck finalCheck;
    private final HealthWait healthWait;
    private final KindResolver kindResolver;
    private final boolean isRollback;

    /** @param isRollback whether the rollout is a rollback, for which the history was read already */
    Resumption(
            RolloutContext context,
            RolloutThread thread,
            WaitTask waitTask,
            FinalStatusCheck finalCheck,
            HealthWait healthWait,
            KindResolver kindResolver,
            boolean isRollback) {
        this.kindResolver = kindResolver;
        this.context = context;
        this.thread = thread;
        this.waitTask = waitTask;
        this.finalCheck = finalCheck;
        this.healthWait = healthWait;
        this.isRollback = isRollback;
    }

    /**
     * Prepares to apply the objects that were not applied at the time of the checkpoint.
     *
     * @param definition all objects of the rollout
     * @return the objects to apply
     * @throws RuntimeException the error of a request
     */
    List<HasMetadata> prepareApply(RolloutCheckpoint saved, List<HasMetadata> definition)
            throws RolloutInterruptedException, KindResolver.RefusedException {
        healthWait.scheduleDeadline(RESUME_GRACE);
        List<HasMetadata> objects = kindResolver.resolve(definition);
        context.state().resolve(saved, objects, context.types());
        CompletableFuture<Void> synced = waitTask.watch();
        thread.runRead(() -> context.revisions().resume(saved.revision()));
        thread.awaitRead(synced);
        return objects.stream()
                .filter(object -> context.trackedObject(object).applied() == null)
                .toList();
    }

    /** Prepares to wait for objects that are applied. */
    void prepareWait(RolloutCheckpoint saved) throws RolloutInterruptedException {
        healthWait.scheduleDeadline(RESUME_GRACE);
        kindResolver.resume(saved, waitTask);
        waitTask.watchDiagnostics();
        CompletableFuture<Void> synced = waitTask.watch();
        if (!isRollback) {
            resumeHistory(saved);
        }
        finalCheck.reloadAccepted(thread::throwIfInterrupted);
        thread.awaitRead(synced);
        healthWait.interruptIfLate();
    }

    private void resumeHistory(RolloutCheckpoint saved) throws RolloutInterruptedException {
        try {
            thread.runRead(() -> context.revisions().resume(saved.revision()));
        } catch (RuntimeException problem) {
            LOGGER.log(Level.FINE, "The rollout waits without its history, and reads it again when needed", problem);
        }
    }
}
