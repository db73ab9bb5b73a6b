package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Counts.orZero;

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
final class JobJudge implements Judge<Job> {

    @Override
    public Verdict judge(Job object, Goal goal) {
        Optional<JobCondition> failed = condition(object, "Failed").or(() -> condition(object, "FailureTarget"));
        if (failed.isPresent()) {
            String reason = Objects.requireNonNullElse(failed.get().getReason(), "?");
            String message = Objects.requireNonNullElse(failed.get().getMessage(), "");
            return Verdict.failed(Messages.Job_failed(reason, message));
        }
        JobStatus status = Objects.requireNonNullElseGet(object.getStatus(), JobStatus::new);
        if (condition(object, "Complete").isPresent()) {
            return Verdict.done(complete(object));
        }
        if (suspended(object)) {
            return Verdict.done(Messages.Job_suspended());
        }
        if (withoutPods(object)) {
            return Verdict.done(Messages.Job_noParallelism());
        }
        return Verdict.waiting(Messages.Job_progress(
                orZero(status.getActive()), orZero(status.getSucceeded()), orZero(status.getFailed())));
    }

    /**
     * One that is gone had finished, if its time to live was limited: what was seen last of it, or its controller's own
     * word (see {@link JobEnd}), says how. Where neither does, nobody knows, and no success is claimed. Of one that was never
     * seen not even its time to live is known.
     */
    @Override
    public Verdict judgeGone(Job last, Goal goal) {
        if (last == null || last.getSpec() == null && !finished(last)) {
            return Verdict.failed(Messages.Job_goneUnknown());
        }
        if (!finished(last)) {
            return Verdict.failed(endedUnseen(last) ? Messages.Job_goneUnseen() : Messages.Verdict_deleted());
        }
        Verdict verdict = judge(last, goal);
        // That it is a success is certain from the condition SuccessCriteriaMet on.
        return verdict.state() == Verdict.State.FAILED ? verdict : Verdict.done(Messages.Job_gone(complete(last)));
    }

    /** One that was never seen has no status, and nothing is known of what it was to run. */
    @Override
    public long observed(Job object) {
        return object.getSpec() == null ? -1 : Long.MAX_VALUE;
    }

    private static String complete(Job object) {
        Integer succeeded = object.getStatus().getSucceeded();
        return succeeded == null ? Messages.Job_complete() : Messages.Job_done(succeeded);
    }

    /** Whether its end is certain, even if pods of it still have to go. */
    static boolean finished(Job object) {
        return Stream.of("Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")
                .anyMatch(type -> condition(object, type).isPresent());
    }

    /** Whether work of it is under way, or about to begin: what is suspended, or may have no pods, never ends by itself. */
    static boolean running(Job object) {
        boolean idle = suspended(object) || withoutPods(object);
        return !finished(object) && !(idle && active(object) == 0);
    }

    /**
     * Of one that is gone: whether it may have come to its end without that having been seen.
     *
     * @param last what is known of it, which may be its UID alone
     */
    static boolean endedUnseen(Job last) {
        return !finished(last) && (last.getSpec() == null || last.getSpec().getTtlSecondsAfterFinished() != null);
    }

    private static boolean suspended(Job object) {
        return Boolean.TRUE.equals(object.getSpec().getSuspend());
    }

    private static boolean withoutPods(Job object) {
        return Objects.equals(object.getSpec().getParallelism(), 0);
    }

    private static int active(Job object) {
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
