package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Objects;

/**
 * A StatefulSet is healthy when its controller has observed the applied generation, all pods are available, and all
 * pods are updated. With a partition, only pods whose ordinal is not below the partition need to be updated. Without a
 * partition, the update is complete when the current revision equals the update revision. With the strategy OnDelete,
 * updated pods are not required, because the controller updates a pod only after a user has deleted it.
 */
final class StatefulSetStatusReader implements StatusReader<StatefulSet> {

    @Override
    public StatusResult readStatus(StatefulSet object, ExpectedState expected) {
        long generation = StatusReader.generation(object);
        if (generation > expected.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        StatefulSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), StatefulSetStatus::new);
        if (generation < expected.generation() || orZero(status.getObservedGeneration()) < expected.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        int desired = Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
        int available = orZero(status.getAvailableReplicas());
        boolean allAvailable = orZero(status.getReplicas()) == desired
                && orZero(status.getReadyReplicas()) == desired
                && available == desired;
        int updated = orZero(status.getUpdatedReplicas());
        if (StatefulSetRevisions.isOnDelete(object)) {
            return allAvailable
                    ? StatusResult.healthy(
                            updated < desired
                                    ? Messages.StatefulSetStatusReader_onDelete(desired, updated)
                                    : healthyMessage(desired, updated, 0))
                    : StatusResult.inProgress(Messages.StatefulSetStatusReader_progress(updated, desired, available));
        }
        // If the StatefulSet has a single revision, for example after its creation, the partition has no effect.
        boolean singleRevision = Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
        int partition = singleRevision ? 0 : StatefulSetRevisions.partition(object);
        int toUpdate = desired - Math.min(partition, desired);
        if (allAvailable && updated >= toUpdate && (singleRevision || partition > 0)) {
            return StatusResult.healthy(healthyMessage(desired, updated, partition));
        }
        return StatusResult.inProgress(
                Messages.StatefulSetStatusReader_progress(Math.min(updated, toUpdate), toUpdate, available));
    }

    @Override
    public long observedGeneration(StatefulSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }

    private static String healthyMessage(int desired, int updated, int partition) {
        if (desired == 0) {
            return Messages.StatusReader_zeroReplicas();
        }
        return partition > 0
                ? Messages.StatefulSetStatusReader_partition(desired, updated, partition)
                : Messages.StatefulSetStatusReader_healthy(desired);
    }
}
