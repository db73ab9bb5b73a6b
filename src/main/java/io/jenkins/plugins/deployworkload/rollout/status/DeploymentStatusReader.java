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

    /** The reason of the condition Progressing, and of an event, if the ReplicaSet cannot be created. */
    public static final String REPLICA_SET_ERROR = "ReplicaSetCreateError";

    private static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

    @Override
    public StatusResult readStatus(Deployment object, ExpectedState expected) {
        long generation = StatusReader.generation(object);
        if (generation > expected.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        DeploymentStatus status = Objects.requireNonNullElseGet(object.getStatus(), DeploymentStatus::new);
        if (generation < expected.generation() || orZero(status.getObservedGeneration()) < expected.generation()) {
            return StatusResult.inProgress(
                    generation >= expected.generation() && isNewFailure(replicaSetError(object), expected)
                            ? Messages.DeploymentStatusReader_noReplicaSet(REPLICA_SET_ERROR)
                            : Messages.StatusResult_notObserved());
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
        if (isNewFailure(notProgressing(object, DEADLINE_EXCEEDED), expected)) {
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
        return notProgressing(object, DEADLINE_EXCEEDED)
                .or(() -> replicaSetError(object))
                .map(DeploymentStatusReader::updateTime)
                .orElse(null);
    }

    /** Whether the controller has observed the current generation. It has not if it cannot create the ReplicaSet. */
    public static boolean isObserved(Deployment object) {
        Long observed = object.getStatus() == null ? null : object.getStatus().getObservedGeneration();
        return orZero(observed) >= StatusReader.generation(object);
    }

    /**
     * The condition with which the controller reports that it cannot create the ReplicaSet. While the current
     * generation is not observed, the condition may be about an earlier generation.
     */
    public static Optional<DeploymentCondition> replicaSetError(Deployment object) {
        return notProgressing(object, REPLICA_SET_ERROR);
    }

    private static boolean isNewFailure(Optional<DeploymentCondition> condition, ExpectedState expected) {
        return condition
                .map(DeploymentStatusReader::updateTime)
                .filter(time -> !time.equals(expected.staleFailure()))
                .isPresent();
    }

    private static String updateTime(DeploymentCondition condition) {
        return Objects.requireNonNullElse(condition.getLastUpdateTime(), "");
    }

    private static Optional<DeploymentCondition> notProgressing(Deployment object, String reason) {
        if (object.getStatus() == null) {
            return Optional.empty();
        }
        return object.getStatus().getConditions().stream()
                .filter(condition -> "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && reason.equals(condition.getReason()))
                .findFirst();
    }
}
