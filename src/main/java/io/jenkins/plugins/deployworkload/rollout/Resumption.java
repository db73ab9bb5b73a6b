package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchPermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Prepares to continue a rollout that another process has started. */
final class Resumption {

    private static final Logger LOGGER = Logger.getLogger(Resumption.class.getName());

    /** How long a resumed rollout whose deadline has passed waits for the state of its objects. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

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

    /** A part of the preparation that sends read requests. */
    private interface Reading<T, X extends Exception> {
        T run() throws RolloutInterruptedException, X;
    }

    /**
     * Whether the process has at most created the namespace. Without a revision history, this is also the state before
     * the first apply.
     */
    static boolean isBeforeActivation(RolloutCheckpoint saved) {
        return saved.revision() == null
                && saved.objects().stream()
                        .allMatch(object ->
                                ResourceKinds.isNamespace(object.object().ref()));
    }

    /**
     * Prepares to apply the objects that were not applied at the time of the checkpoint.
     *
     * @param definition all objects of the rollout
     * @return the objects to apply
     * @throws SupersededException if another deploy is active
     * @throws RuntimeException the error of a request that is not worth repeating
     */
    List<HasMetadata> prepareApply(RolloutCheckpoint saved, List<HasMetadata> definition, LiveStateReader reader)
            throws RolloutInterruptedException, KindResolver.RefusedException {
        healthWait.scheduleDeadline(RESUME_GRACE);
        context.revisions().continueWith(saved.revision());
        List<HasMetadata> objects = readPatiently(() -> kindResolver.resolve(definition));
        context.state().resolve(saved, objects, context.types());
        CompletableFuture<Void> synced = waitTask.watch();
        readPatiently(() -> {
            thread.runRead(() -> context.revisions().resume(saved.revision()));
            return null;
        });
        thread.awaitRead(synced);
        if (!readPatiently(() -> thread.read(context.activeRevision()::isStillActive))) {
            throw new SupersededException();
        }
        List<HasMetadata> remaining = objects.stream()
                .filter(object -> context.trackedObject(object).applied() == null)
                .toList();
        return readPatiently(() -> {
            reader.readAll(remaining, true);
            return remaining;
        });
    }

    /**
     * Repeats a part of the preparation after a temporary failure. Some objects are applied already, so a failure of the
     * rollout would not leave the cluster as it was.
     */
    private <T, X extends Exception> T readPatiently(Reading<T, X> reading) throws RolloutInterruptedException, X {
        return repeat(reading, WatchPermissions::isTemporary);
    }

    /** Repeats a part of the preparation until the deadline of the rollout, because the API server may restart too. */
    private <T, X extends Exception> T repeat(Reading<T, X> reading, Predicate<ConnectionFailure> isWorthRepeating)
            throws RolloutInterruptedException, X {
        while (true) {
            try {
                return reading.run();
            } catch (RuntimeException problem) {
                ConnectionFailure failure = context.connection().failure(problem);
                if (!isWorthRepeating.test(failure)) {
                    throw problem;
                }
                waitTask.warnDisconnected(failure);
                thread.runRead(() -> VirtualThreads.pause(RETRY_DELAY));
            }
        }
    }

    /** Prepares to wait for objects that are applied. */
    void prepareWait(RolloutCheckpoint saved) throws RolloutInterruptedException {
        healthWait.scheduleDeadline(RESUME_GRACE);
        if (!isRollback) {
            // The deadline may pass before the history is read.
            context.revisions().continueWith(saved.revision());
        }
        repeat(
                () -> {
                    kindResolver.resume(saved);
                    return null;
                },
                failure -> true);
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
