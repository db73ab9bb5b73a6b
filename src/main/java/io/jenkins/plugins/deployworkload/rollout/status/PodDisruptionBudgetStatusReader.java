package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.Objects;

/**
 * A PodDisruptionBudget is healthy when its controller has observed the applied generation. The number of healthy pods
 * does not matter, because the status of the workload reports it.
 */
final class PodDisruptionBudgetStatusReader implements StatusReader<PodDisruptionBudget> {

    @Override
    public StatusResult readStatus(PodDisruptionBudget object, ExpectedState expected) {
        long generation = StatusReader.generation(object);
        if (generation > expected.generation()) {
            return StatusResult.superseded(Messages.StatusResult_superseded(StatusReader.lastManager(object)));
        }
        if (generation < expected.generation() || observedGeneration(object) < expected.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        PodDisruptionBudgetStatus status = object.getStatus();
        return StatusResult.healthy(Messages.PodDisruptionBudgetStatusReader_observed(
                status == null ? 0 : Objects.requireNonNullElse(status.getDisruptionsAllowed(), 0)));
    }

    @Override
    public long observedGeneration(PodDisruptionBudget object) {
        PodDisruptionBudgetStatus status = object.getStatus();
        return status == null ? 0 : Objects.requireNonNullElse(status.getObservedGeneration(), 0L);
    }
}
