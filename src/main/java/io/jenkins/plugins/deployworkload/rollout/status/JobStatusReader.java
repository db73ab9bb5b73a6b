package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Job is healthy when it is complete. The Job controller reports no observedGeneration, so only the UID shows which
 * Job a status belongs to. A failure is certain from the condition FailureTarget on, which precedes Failed until the
 * pods have terminated. A suspended Job, or one with parallelism 0, is healthy at once, because nothing will run.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">Terminal Job
 *     conditions</a>
 */
public final class JobStatusReader implements StatusReader<Job> {

    @Override
    public StatusResult readStatus(Job object, ExpectedState expected) {
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
     * A deleted Job had finished if it had a {@code ttlSecondsAfterFinished}. Its last status, or the events of the Job
     * controller (see {@code JobOutcomeLookup}), show whether it succeeded. Without either, the outcome is unknown and
     * counts as a failure. For a Job that was never seen, even {@code ttlSecondsAfterFinished} is unknown.
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
        // From the condition SuccessCriteriaMet on, the success is certain.
        return status.state() == StatusResult.State.FAILED
                ? status
                : StatusResult.healthy(Messages.JobStatusReader_completeAndDeleted(completeMessage(last)));
    }

    /** A Job that was never seen has neither status nor spec. */
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

    /** Whether the outcome is certain, even if some of its pods still terminate. */
    static boolean isFinished(Job object) {
        return Stream.of("Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")
                .anyMatch(type -> condition(object, type).isPresent());
    }

    /**
     * Whether the Job runs or is about to run. A suspended Job, or one with parallelism 0, never finishes by itself.
     */
    public static boolean isRunning(Job object) {
        boolean idle = isSuspended(object) || hasZeroParallelism(object);
        return !isFinished(object) && !(idle && activePods(object) == 0);
    }

    /**
     * Whether a deleted Job may have finished unseen.
     *
     * @param last the last known state, which may be only a UID
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
