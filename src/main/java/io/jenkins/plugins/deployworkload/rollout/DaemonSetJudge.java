package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.util.Objects;

/**
 * A DaemonSet is done when its controller has seen the applied generation, and each node that is to have a pod has an
 * updated one that is available. That no node is to have one is done too, and said. With the strategy OnDelete pods are
 * updated only when somebody deletes them, which is not waited for.
 */
final class DaemonSetJudge implements Judge<DaemonSet> {

    @Override
    public Verdict judge(DaemonSet object, Goal goal) {
        long generation = Judge.generation(object);
        if (generation > goal.generation()) {
            return Verdict.superseded(Messages.Verdict_superseded(Judge.lastManager(object)));
        }
        DaemonSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), DaemonSetStatus::new);
        if (generation < goal.generation() || orZero(status.getObservedGeneration()) < goal.generation()) {
            return Verdict.waiting(Messages.Verdict_notSeen());
        }
        int wanted = orZero(status.getDesiredNumberScheduled());
        int updated = orZero(status.getUpdatedNumberScheduled());
        int available = orZero(status.getNumberAvailable());
        boolean onDelete = object.getSpec().getUpdateStrategy() != null
                && "OnDelete".equals(object.getSpec().getUpdateStrategy().getType());
        if (available != wanted || updated != wanted && !onDelete) {
            return Verdict.waiting(Messages.DaemonSet_progress(updated, wanted, available));
        }
        if (wanted == 0) {
            return Verdict.done(Messages.DaemonSet_nowhere());
        }
        return Verdict.done(
                onDelete && updated != wanted
                        ? Messages.DaemonSet_onDelete(wanted, updated)
                        : Messages.DaemonSet_done(wanted));
    }

    @Override
    public long observed(DaemonSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }
}
