package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Job is healthy when it is complete. The status of a Job has no observedGeneration; the UID shows whether a status
 * belongs to the applied Job. A failure is certain as soon as the Job has the condition FailureTarget; the controller
 * adds the condition Failed only after the pods have terminated. A suspended Job and a Job with parallelism 0 are
 * healthy at once, because they start no pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">Terminal Job
 *     conditions</a>
 */
public final class JobStatusReader implements StatusReader<Job> {

    @Override
    public StatusResult readStatus(Job object, ExpectedState expected) {
        Optional<JobCondition> failed = failure(object);
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
     * Returns the status of a deleted Job. If the spec contained {@code ttlSecondsAfterFinished}, the Job may have
     * finished before its deletion. The last status of the Job or the events of the Job controller (see {@code
     * JobOutcomeLookup}) show whether the Job succeeded. If neither the status nor an event shows the outcome, the Job
     * counts as failed. The Job also counts as failed if the rollout never saw the Job and knows neither its spec nor
     * its outcome.
     */
    @Override
    public StatusResult readStatusAfterDeletion(Job last, ExpectedState expected) {
        if (last == null || last.getSpec() == null && !isFinished(last)) {
            return StatusResult.failed(Messages.JobStatusReader_deletedOutcomeUnknown());
        }
        if (!isFinished(last)) {
            return StatusResult.failed(
                    mayHaveFinishedUnseen(last)
                            ? Messages.JobStatusReader_deletedBeforeOutcomeWasSeen()
                            : Messages.StatusResult_deleted());
        }
        StatusResult status = readStatus(last, expected);
        // The success is certain as soon as the Job has the condition SuccessCriteriaMet.
        return status.state() == StatusResult.State.FAILED
                ? status
                : StatusResult.healthy(Messages.JobStatusReader_completeAndDeleted(completeMessage(last)));
    }

    /** Returns -1 if the rollout has never seen the Job and knows only its UID; the object then has no spec. */
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

    /** Whether it is certain that the Job fails. */
    public static boolean hasFailed(Job object) {
        return failure(object).isPresent();
    }

    private static Optional<JobCondition> failure(Job object) {
        return condition(object, "Failed").or(() -> condition(object, "FailureTarget"));
    }

    /** Whether the outcome of the Job is certain. Some pods of the Job can still be terminating. */
    public static boolean isFinished(Job object) {
        return Stream.of("Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")
                .anyMatch(type -> condition(object, type).isPresent());
    }

    /**
     * Whether the Job runs or is about to run. Without pods, a suspended Job and a Job with parallelism 0 do not run,
     * and never finish unless their spec changes.
     */
    public static boolean isRunning(Job object) {
        boolean idle = isSuspended(object) || hasZeroParallelism(object);
        return !isFinished(object) && !(idle && activePods(object) == 0);
    }

    /**
     * Whether a deleted Job can have finished between its last known state and its deletion.
     *
     * @param last the last known state; if the rollout never saw the Job, only the UID is set
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
