package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Objects;

/**
 * A StatefulSet is done when its controller has seen the applied generation, all pods are available, and those from the
 * partition on are updated. Without a partition the controller says itself that the update is over, by making the update's
 * revision the current one. With the strategy OnDelete pods are updated only when somebody deletes them: nothing more than
 * their number is waited for.
 */
public final class StatefulSetStatusReader implements StatusReader<StatefulSet> {

    @Override
    public StatusResult readStatus(StatefulSet object, ExpectedState goal) {
        long generation = StatusReader.generation(object);
        if (generation > goal.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        StatefulSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), StatefulSetStatus::new);
        if (generation < goal.generation() || orZero(status.getObservedGeneration()) < goal.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        int wanted = Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
        int available = orZero(status.getAvailableReplicas());
        boolean allThere = orZero(status.getReplicas()) == wanted
                && orZero(status.getReadyReplicas()) == wanted
                && available == wanted;
        int updated = orZero(status.getUpdatedReplicas());
        if (StatefulSetRevisions.isOnDelete(object)) {
            return allThere
                    ? StatusResult.healthy(
                            updated < wanted
                                    ? Messages.StatefulSetStatusReader_onDelete(wanted, updated)
                                    : healthyMessage(wanted, updated, 0))
                    : StatusResult.inProgress(Messages.StatefulSetStatusReader_progress(updated, wanted, available));
        }
        // Where there is one revision only, as at first, a partition holds nothing back.
        boolean one = Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
        int partition = one ? 0 : StatefulSetRevisions.partition(object);
        int toUpdate = wanted - Math.min(partition, wanted);
        if (allThere && updated >= toUpdate && (one || partition > 0)) {
            return StatusResult.healthy(healthyMessage(wanted, updated, partition));
        }
        return StatusResult.inProgress(
                Messages.StatefulSetStatusReader_progress(Math.min(updated, toUpdate), toUpdate, available));
    }

    @Override
    public long observedGeneration(StatefulSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }

    private static String healthyMessage(int wanted, int updated, int partition) {
        if (wanted == 0) {
            return Messages.StatusReader_zeroReplicas();
        }
        return partition > 0
                ? Messages.StatefulSetStatusReader_partition(wanted, updated, partition)
                : Messages.StatefulSetStatusReader_healthy(wanted);
    }
}
