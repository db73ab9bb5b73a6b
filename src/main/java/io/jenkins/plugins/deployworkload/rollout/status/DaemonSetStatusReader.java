package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.util.Objects;

/**
 * A DaemonSet is done when its controller has seen the applied generation, and each node that is to have a pod has an
 * updated one that is available. That no node is to have one is done too, and said. With the strategy OnDelete pods are
 * updated only when somebody deletes them, which is not waited for.
 */
public final class DaemonSetStatusReader implements StatusReader<DaemonSet> {

    @Override
    public StatusResult readStatus(DaemonSet object, ExpectedState goal) {
        long generation = StatusReader.generation(object);
        if (generation > goal.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        DaemonSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), DaemonSetStatus::new);
        if (generation < goal.generation() || orZero(status.getObservedGeneration()) < goal.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        int wanted = orZero(status.getDesiredNumberScheduled());
        int updated = orZero(status.getUpdatedNumberScheduled());
        int available = orZero(status.getNumberAvailable());
        boolean onDelete = object.getSpec().getUpdateStrategy() != null
                && "OnDelete".equals(object.getSpec().getUpdateStrategy().getType());
        if (available != wanted || updated != wanted && !onDelete) {
            return StatusResult.inProgress(Messages.DaemonSetStatusReader_progress(updated, wanted, available));
        }
        if (wanted == 0) {
            return StatusResult.healthy(Messages.DaemonSetStatusReader_noMatchingNode());
        }
        return StatusResult.healthy(
                onDelete && updated != wanted
                        ? Messages.DaemonSetStatusReader_onDelete(wanted, updated)
                        : Messages.DaemonSetStatusReader_healthy(wanted));
    }

    @Override
    public long observedGeneration(DaemonSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }
}
