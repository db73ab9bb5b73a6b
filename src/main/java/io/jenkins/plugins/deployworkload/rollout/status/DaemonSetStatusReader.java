package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.util.Objects;

/**
 * A DaemonSet is healthy when its controller has observed the applied generation and every matching node has an updated
 * and available pod. A DaemonSet without matching nodes is healthy, and the message says that no node matches. With the
 * strategy OnDelete, updated pods are not required, because the controller updates a pod only after a user has deleted
 * it.
 */
final class DaemonSetStatusReader implements StatusReader<DaemonSet> {

    @Override
    public StatusResult readStatus(DaemonSet object, ExpectedState expected) {
        long generation = StatusReader.generation(object);
        if (generation > expected.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        DaemonSetStatus status = Objects.requireNonNullElseGet(object.getStatus(), DaemonSetStatus::new);
        if (generation < expected.generation() || orZero(status.getObservedGeneration()) < expected.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        int desired = orZero(status.getDesiredNumberScheduled());
        int updated = orZero(status.getUpdatedNumberScheduled());
        int available = orZero(status.getNumberAvailable());
        boolean onDelete = object.getSpec().getUpdateStrategy() != null
                && "OnDelete".equals(object.getSpec().getUpdateStrategy().getType());
        if (available != desired || updated != desired && !onDelete) {
            return StatusResult.inProgress(Messages.DaemonSetStatusReader_progress(updated, desired, available));
        }
        if (desired == 0) {
            return StatusResult.healthy(Messages.DaemonSetStatusReader_noMatchingNode());
        }
        return StatusResult.healthy(
                onDelete && updated != desired
                        ? Messages.DaemonSetStatusReader_onDelete(desired, updated)
                        : Messages.DaemonSetStatusReader_healthy(desired));
    }

    @Override
    public long observedGeneration(DaemonSet object) {
        return object.getStatus() == null ? 0 : orZero(object.getStatus().getObservedGeneration());
    }
}
