package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.UpdateOrder;
import java.util.Objects;

/**
 * A StatefulSet is done when its controller has seen the applied generation, all pods are available, and those from the
 * partition on are updated. Without a partition the controller says itself that the update is over, by making the update's
 * revision the current one. With the strategy OnDelete pods are updated only when somebody deletes them: nothing more than
 * their number is waited for.
 */
final class StatefulSetJudge implements Judge<StatefulSet> {

    @Override
    public Verdict judge(StatefulSet object, Goal goal) {
        long generation = Judge.generation(object);
        if (generation > goal.generation()) {
            return Verdict.superseded(Messages.Verdict_superseded(Judge.lastManager(object)));
        }
        StatefulSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), StatefulSetStatus::new);
        if (generation < goal.generation() || orZero(status.getObservedGeneration()) < goal.generation()) {
            return Verdict.waiting(Messages.Verdict_notSeen());
        }
        int wanted = Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
        int available = orZero(status.getAvailableReplicas());
        boolean allThere = orZero(status.getReplicas()) == wanted
                && orZero(status.getReadyReplicas()) == wanted
                && available == wanted;
        int updated = orZero(status.getUpdatedReplicas());
        if (UpdateOrder.onDelete(object)) {
            return allThere
                    ? Verdict.done(
                            updated < wanted
                                    ? Messages.StatefulSet_onDelete(wanted, updated)
                                    : done(wanted, updated, 0))
                    : Verdict.waiting(Messages.StatefulSet_progress(updated, wanted, available));
        }
        // Where there is one revision only, as at first, a partition holds nothing back.
        boolean one = Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
        int partition = one ? 0 : UpdateOrder.partition(object);
        int toUpdate = wanted - Math.min(partition, wanted);
        if (allThere && updated >= toUpdate && (one || partition > 0)) {
            return Verdict.done(done(wanted, updated, partition));
        }
        return Verdict.waiting(Messages.StatefulSet_progress(Math.min(updated, toUpdate), toUpdate, available));
    }

    @Override
    public long observed(StatefulSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }

    private static String done(int wanted, int updated, int partition) {
        if (wanted == 0) {
            return Messages.Replicas_none();
        }
        return partition > 0
                ? Messages.StatefulSet_partition(wanted, updated, partition)
                : Messages.StatefulSet_done(wanted);
    }
}
