package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Opens the watches and reads the revision history and the live state, before a rollout applies its objects or
 * continues to wait for them.
 */
final class RolloutSetup {

    /** How long a resumed rollout whose deadline has passed waits for the state of its objects. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private final RolloutContext context;
    private final Preflight preflight;
    private final WaitTask waitTask;
    private final FinalStatusCheck finalCheck;
    private final boolean isRollback;

    /** @param isRollback whether the rollout is a rollback, for which the history was read already */
    RolloutSetup(
            RolloutContext context,
            Preflight preflight,
            WaitTask waitTask,
            FinalStatusCheck finalCheck,
            boolean isRollback) {
        this.context = context;
        this.preflight = preflight;
        this.waitTask = waitTask;
        this.finalCheck = finalCheck;
        this.isRollback = isRollback;
    }

    Duration timeLeft() {
        return Duration.between(RolloutEvent.now(), context.state().parameters().deadline());
    }

    /** The time left, but at least {@link #RESUME_GRACE}. */
    Duration timeLeftAfterResume() {
        Duration left = timeLeft();
        return left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left;
    }

    /**
     * @param isPreparing returns whether the rollout is still preparing, so has not ended; called in a task of the
     *     executor
     * @return the end of the rollout if it cannot continue; fails with the error of a request
     */
    CompletableFuture<Optional<RolloutEnd>> prepare(List<HasMetadata> objects, BooleanSupplier isPreparing) {
        CompletableFuture<Void> history =
                isRollback ? CompletableFuture.completedFuture(null) : RolloutContext.async(context.revisions()::read);
        return CompletableFuture.allOf(waitTask.watch(), history)
                .thenComposeAsync(
                        done -> isPreparing.getAsBoolean()
                                ? readLiveStates(objects)
                                : CompletableFuture.completedFuture(Optional.empty()),
                        context.executor());
    }

    private CompletableFuture<Optional<RolloutEnd>> readLiveStates(List<HasMetadata> objects) {
        if (!context.options().dryRun() && !objects.stream().allMatch(context.revisions()::isInLatest)) {
            waitTask.watchDiagnosticsFromNow();
        }
        return preflight.readLiveStates(objects);
    }

    /** Prepares to wait for objects that another process has applied. */
    CompletableFuture<Void> prepareResume(RolloutCheckpoint checkpoint) {
        CompletableFuture<Void> history = isRollback
                ? CompletableFuture.completedFuture(null)
                // If the history cannot be read now, the rollout waits without the history and reads it again when
                // needed.
                : RolloutContext.async(() -> context.revisions().resume(checkpoint.revision()))
                        .exceptionally(problem -> null);
        waitTask.watchDiagnostics();
        return CompletableFuture.allOf(history, finalCheck.reloadAccepted(), waitTask.watch());
    }
}
