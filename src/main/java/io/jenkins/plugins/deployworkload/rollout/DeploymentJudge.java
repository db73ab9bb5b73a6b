package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * A Deployment is done when its controller has seen the applied generation and all replicas wanted are updated and
 * available, and there is no other. Readiness alone says nothing: the old pods are ready too.
 */
final class DeploymentJudge implements Judge<Deployment> {

    @Override
    public Verdict judge(Deployment object, Goal goal) {
        long generation = Judge.generation(object);
        if (generation > goal.generation()) {
            return Verdict.superseded(Messages.Verdict_superseded(Judge.lastManager(object)));
        }
        DeploymentStatus status = Objects.requireNonNullElseGet(object.getStatus(), DeploymentStatus::new);
        if (generation < goal.generation() || orZero(status.getObservedGeneration()) < goal.generation()) {
            return Verdict.waiting(Messages.Verdict_notSeen());
        }
        int wanted = Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
        int all = orZero(status.getReplicas());
        int updated = orZero(status.getUpdatedReplicas());
        int available = orZero(status.getAvailableReplicas());
        if (updated == wanted && all == wanted && available == wanted) {
            return Verdict.done(wanted == 0 ? Messages.Replicas_none() : Messages.Deployment_done(wanted));
        }
        String progress = all > updated
                ? Messages.Deployment_progressWithOld(updated, wanted, available, all - updated)
                : Messages.Deployment_progress(updated, wanted, available);
        String failed = failureTime(object);
        if (failed != null && !failed.equals(goal.staleFailure())) {
            int seconds = Objects.requireNonNullElse(object.getSpec().getProgressDeadlineSeconds(), 600);
            return Verdict.failed(Messages.Deployment_deadline(seconds, progress));
        }
        if (Boolean.TRUE.equals(object.getSpec().getPaused())) {
            return Verdict.waiting(Messages.Deployment_paused(progress));
        }
        return Verdict.waiting(progress);
    }

    @Override
    public long observed(Deployment object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }

    @Override
    public String failureTime(Deployment object) {
        return deadlineExceeded(object)
                .map(condition -> Objects.requireNonNullElse(condition.getLastUpdateTime(), ""))
                .orElse(null);
    }

    private static Optional<DeploymentCondition> deadlineExceeded(Deployment object) {
        if (object.getStatus() == null) {
            return Optional.empty();
        }
        return object.getStatus().getConditions().stream()
                .filter(condition -> "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "ProgressDeadlineExceeded".equals(condition.getReason()))
                .findFirst();
    }
}
