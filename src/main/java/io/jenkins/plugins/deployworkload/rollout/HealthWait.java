package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutDeadline;
import io.jenkins.plugins.deployworkload.rollout.watch.StatusAggregator;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Waits until all objects are healthy, an object has failed, or the deadline has passed. */
final class HealthWait {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final WaitTask waitTask;
    private final FinalStatusCheck finalCheck;
    private final RolloutFinisher finisher;
    private final RolloutDeadline deadline;

    HealthWait(
            RolloutContext context,
            RolloutThread thread,
            WaitTask waitTask,
            FinalStatusCheck finalCheck,
            RolloutFinisher finisher) {
        this.context = context;
        this.thread = thread;
        this.waitTask = waitTask;
        this.finalCheck = finalCheck;
        this.finisher = finisher;
        this.deadline = new RolloutDeadline(context);
    }

    /** @param minimum the shortest time from now to the interrupt, even if the deadline has passed */
    void scheduleDeadline(Duration minimum) {
        Duration left = Duration.between(RolloutEvent.now(), deadlineTime());
        deadline.schedule(left.compareTo(minimum) < 0 ? minimum : left, this::interrupt);
    }

    private Instant deadlineTime() {
        return context.state().parameters().deadline();
    }

    void cancelDeadline() {
        deadline.cancel();
    }

    /** Interrupts the rollout if the deadline has passed. */
    void interruptIfLate() {
        if (RolloutEvent.now().isAfter(deadlineTime())) {
            interrupt();
        }
    }

    private void interrupt() {
        // The slow request is noted now, because it may be answered before the rollout ends.
        thread.interrupt(new RolloutThread.DeadlineExceeded(deadline.slowRequest()));
    }

    Verdict await() throws RolloutInterruptedException {
        waitTask.begin();
        while (true) {
            Optional<StatusAggregator.Finished> finished = waitTask.evaluate(thread::throwIfAborted);
            if (finished.isPresent()) {
                return verdictOf(finished.get());
            }
            thread.awaitEvents();
        }
    }

    /** Waits until the API server serves the kinds of the definitions. Returns the end of the rollout if it refuses one. */
    Optional<RolloutEnd> awaitDefinitions() throws RolloutInterruptedException {
        while (true) {
            Optional<StatusAggregator.Finished> finished = waitTask.evaluateDefinitions();
            if (finished.isPresent()) {
                return finished.filter(status -> status.outcome() != Outcome.SUCCEEDED)
                        .map(status -> new RolloutEnd(status.outcome(), status.message()));
            }
            thread.awaitEvents();
        }
    }

    /**
     * Waits until applied objects are healthy, before others are applied.
     *
     * @param objects the objects to wait for
     * @return the end of the rollout if one of them has failed
     */
    Optional<RolloutEnd> awaitHealthy(Predicate<ObjectRef> objects) throws RolloutInterruptedException {
        waitTask.beginWave();
        while (true) {
            Optional<StatusAggregator.Finished> finished = waitTask.evaluate(thread::throwIfInterrupted, objects);
            if (finished.isPresent()) {
                return finished.filter(status -> status.outcome() != Outcome.SUCCEEDED)
                        .map(status -> new RolloutEnd(status.outcome(), status.message()));
            }
            thread.awaitEvents();
        }
    }

    private Verdict verdictOf(StatusAggregator.Finished status) {
        return status.outcome() == Outcome.SUCCEEDED
                ? Verdict.end(finisher.finishSuccess(status.message()))
                : Verdict.failure(new RolloutEnd(status.outcome(), status.message()));
    }

    /**
     * Decides how a rollout ends whose deadline has passed. Reads the objects again, because a watch may have stalled.
     * Only an abort ends this check.
     *
     * @param slowRequest see {@link RolloutThread.DeadlineExceeded}
     */
    Verdict checkAtDeadline(Optional<String> slowRequest) throws RolloutInterruptedException {
        if (!context.state().allApplied()) {
            RolloutEnd exceeded = deadline.exceeded(slowRequest);
            return Verdict.failure(new RolloutEnd(exceeded.outcome(), waitTask.explain(exceeded.message())));
        }
        Map<ObjectRef, String> unreadable = finalCheck.refreshInProgress(thread::throwIfAborted);
        if (deadline.isStatusKnown()) {
            waitTask.begin();
            Optional<StatusAggregator.Finished> finished = waitTask.evaluate(thread::throwIfAborted);
            if (finished.isPresent()) {
                return verdictOf(finished.get());
            }
        }
        RolloutDeadline.Exceeded exceeded = deadline.exceeded(unreadable, waitTask::explain);
        return new Verdict(exceeded.end(), exceeded.certain());
    }
}
