package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * A Deployment is healthy when its controller has observed the applied generation, all desired replicas are updated and
 * available, and no other replicas exist. The number of ready replicas alone is not sufficient, because pods of the old
 * revision can be ready too.
 */
public final class DeploymentStatusReader implements StatusReader<Deployment> {

    @Override
    public StatusResult readStatus(Deployment object, ExpectedState expected) {
        long generation = StatusReader.generation(object);
        if (generation > expected.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        DeploymentStatus status = Objects.requireNonNullElseGet(object.getStatus(), DeploymentStatus::new);
        if (generation < expected.generation() || orZero(status.getObservedGeneration()) < expected.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        int desired = Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
        int all = orZero(status.getReplicas());
        int updated = orZero(status.getUpdatedReplicas());
        int available = orZero(status.getAvailableReplicas());
        if (updated == desired && all == desired && available == desired) {
            return StatusResult.healthy(
                    desired == 0
                            ? Messages.StatusReader_zeroReplicas()
                            : Messages.DeploymentStatusReader_healthy(desired));
        }
        String progress = all > updated
                ? Messages.DeploymentStatusReader_progressWithOldReplicas(updated, desired, available, all - updated)
                : Messages.DeploymentStatusReader_progress(updated, desired, available);
        String failureTime = failureTime(object);
        if (failureTime != null && !failureTime.equals(expected.staleFailure())) {
            int seconds = Objects.requireNonNullElse(object.getSpec().getProgressDeadlineSeconds(), 600);
            return StatusResult.failed(Messages.DeploymentStatusReader_progressDeadlineExceeded(seconds, progress));
        }
        if (Boolean.TRUE.equals(object.getSpec().getPaused())) {
            return StatusResult.inProgress(Messages.DeploymentStatusReader_paused(progress));
        }
        return StatusResult.inProgress(progress);
    }

    @Override
    public long observedGeneration(Deployment object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }

    @Override
    public String failureTime(Deployment object) {
        return progressDeadlineExceeded(object)
                .map(condition -> Objects.requireNonNullElse(condition.getLastUpdateTime(), ""))
                .orElse(null);
    }

    private static Optional<DeploymentCondition> progressDeadlineExceeded(Deployment object) {
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
