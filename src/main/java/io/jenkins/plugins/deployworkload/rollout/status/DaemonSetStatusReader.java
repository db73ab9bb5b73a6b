package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.status.Counts.orZero;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSet;
import java.util.Objects;

/**
 * A DaemonSet is healthy when its controller has observed the applied generation and every matching node has an updated
 * and available pod. A DaemonSet without matching nodes is healthy, and the message says that no node matches. With the
 * strategy OnDelete, updated pods are not required, because the controller updates a pod only after a user has deleted
 * it. Nodes that are not ready are left out if the rollout knows them.
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
        // If no node is ready, the DaemonSet waits for all of them, because otherwise nothing would run.
        NotReadyNodes leftOut = expected.notReadyNodes().names().size() < orZero(status.getDesiredNumberScheduled())
                ? expected.notReadyNodes()
                : NotReadyNodes.NONE;
        StatusResult result = readCounts(
                object,
                orZero(status.getDesiredNumberScheduled()) - leftOut.names().size(),
                leftOut.withoutUpdated(orZero(status.getUpdatedNumberScheduled())),
                leftOut.withoutAvailable(orZero(status.getNumberAvailable())));
        return leftOut.names().isEmpty() ? result : describe(object, result, leftOut);
    }

    private static StatusResult describe(DaemonSet object, StatusResult result, NotReadyNodes leftOut) {
        String message = Messages.DaemonSetStatusReader_leftOut(result.message(), leftOut.describe());
        return new StatusResult(
                result.state(),
                result.state() == StatusResult.State.IN_PROGRESS
                                && blockUpdate(object, leftOut.names().size())
                        ? Messages.DaemonSetStatusReader_blocked(message)
                        : message);
    }

    /**
     * Whether the controller updates no other node, because pods on nodes that are not ready count as unavailable.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/daemon/update.go">rollingUpdate</a>
     */
    private static boolean blockUpdate(DaemonSet object, int notReady) {
        int desired = orZero(object.getStatus().getDesiredNumberScheduled());
        RollingUpdateDaemonSet update = object.getSpec().getUpdateStrategy() == null
                ? null
                : object.getSpec().getUpdateStrategy().getRollingUpdate();
        return orZero(object.getStatus().getUpdatedNumberScheduled()) < desired
                && update != null
                && scaled(update.getMaxSurge(), desired, 0) == 0
                && scaled(update.getMaxUnavailable(), desired, 1) <= notReady;
    }

    /** A number, or a percentage of the desired nodes, rounded up. */
    private static int scaled(IntOrString value, int desired, int defaultValue) {
        if (value == null) {
            return defaultValue;
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String percent = String.valueOf(value.getStrVal());
        return percent.matches("\\d{1,3}%")
                ? (int) Math.ceil(Integer.parseInt(percent.replace("%", "")) * desired / 100.0)
                : defaultValue;
    }

    private static StatusResult readCounts(DaemonSet object, int desired, int updated, int available) {
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
