package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Job is done when it is complete. Its controller reports no generation, so it is known by its UID alone. That it will
 * fail is certain from the condition FailureTarget on, which stands before Failed until its pods are gone. One that is
 * suspended, or may have no pods at all, is not waited for, as nothing will happen.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">Terminal Job
 *     conditions</a>
 */
public final class JobStatusReader implements StatusReader<Job> {

    @Override
    public StatusResult readStatus(Job object, ExpectedState goal) {
        Optional<JobCondition> failed = condition(object, "Failed").or(() -> condition(object, "FailureTarget"));
        if (failed.isPresent()) {
            String reason = Objects.requireNonNullElse(failed.get().getReason(), "?");
            String message = Objects.requireNonNullElse(failed.get().getMessage(), "");
            return StatusResult.failed(Messages.JobStatusReader_failed(reason, message));
        }
        JobStatus status = Objects.requireNonNullElseGet(object.getStatus(), JobStatus::new);
        if (condition(object, "Complete").isPresent()) {
            return StatusResult.healthy(completeMessage(object));
        }
        if (isSuspended(object)) {
            return StatusResult.healthy(Messages.JobStatusReader_suspended());
        }
        if (hasZeroParallelism(object)) {
            return StatusResult.healthy(Messages.JobStatusReader_zeroParallelism());
        }
        return StatusResult.inProgress(Messages.JobStatusReader_progress(
                orZero(status.getActive()), orZero(status.getSucceeded()), orZero(status.getFailed())));
    }

    /**
     * One that is gone had finished, if its time to live was limited: what was seen last of it, or its controller's own
     * word (see {@code JobOutcomeLookup}), says how. Where neither does, nobody knows, and no success is claimed. Of one that was never
     * seen not even its time to live is known.
     */
    @Override
    public StatusResult readStatusAfterDeletion(Job last, ExpectedState goal) {
        if (last == null || last.getSpec() == null && !isFinished(last)) {
            return StatusResult.failed(Messages.JobStatusReader_deletedOutcomeUnknown());
        }
        if (!isFinished(last)) {
            return StatusResult.failed(
                    mayHaveFinishedUnseen(last)
                            ? Messages.JobStatusReader_deletedBeforeOutcomeWasSeen()
                            : Messages.StatusResult_deleted());
        }
        StatusResult verdict = readStatus(last, goal);
        // That it is a success is certain from the condition SuccessCriteriaMet on.
        return verdict.state() == StatusResult.State.FAILED
                ? verdict
                : StatusResult.healthy(Messages.JobStatusReader_completeAndDeleted(completeMessage(last)));
    }

    /** One that was never seen has no status, and nothing is known of what it was to run. */
    @Override
    public long observedGeneration(Job object) {
        return object.getSpec() == null ? -1 : Long.MAX_VALUE;
    }

    private static String completeMessage(Job object) {
        Integer succeeded = object.getStatus().getSucceeded();
        return succeeded == null
                ? Messages.JobStatusReader_complete()
                : Messages.JobStatusReader_completeWithPods(succeeded);
    }

    /** Whether its end is certain, even if pods of it still have to go. */
    static boolean isFinished(Job object) {
        return Stream.of("Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")
                .anyMatch(type -> condition(object, type).isPresent());
    }

    /** Whether work of it is under way, or about to begin: what is suspended, or may have no pods, never ends by itself. */
    public static boolean isRunning(Job object) {
        boolean idle = isSuspended(object) || hasZeroParallelism(object);
        return !isFinished(object) && !(idle && activePods(object) == 0);
    }

    /**
     * Of one that is gone: whether it may have come to its end without that having been seen.
     *
     * @param last what is known of it, which may be its UID alone
     */
    public static boolean mayHaveFinishedUnseen(Job last) {
        return !isFinished(last) && (last.getSpec() == null || last.getSpec().getTtlSecondsAfterFinished() != null);
    }

    private static boolean isSuspended(Job object) {
        return Boolean.TRUE.equals(object.getSpec().getSuspend());
    }

    private static boolean hasZeroParallelism(Job object) {
        return Objects.equals(object.getSpec().getParallelism(), 0);
    }

    private static int activePods(Job object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getActive());
    }

    private static Optional<JobCondition> condition(Job object, String type) {
        if (object.getStatus() == null) {
            return Optional.empty();
        }
        return object.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }
}
