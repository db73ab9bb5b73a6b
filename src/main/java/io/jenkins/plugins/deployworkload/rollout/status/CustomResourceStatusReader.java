package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;

/**
 * Reads the status of custom resources by the conventions of kstatus: the controller reports the observed generation and
 * the conditions Ready, Reconciling and Stalled. Without these conditions the status is unknown, and the rollout does not
 * wait.
 *
 * <p>A change by another client is not an interference, because many controllers set defaults in the spec.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/cli-utils/blob/v0.37.2/pkg/kstatus/README.md#conditions">Conditions of
 *     kstatus</a>
 */
final class CustomResourceStatusReader implements StatusReader<GenericKubernetesResource> {

    private static final String READY = "Ready";
    private static final String RECONCILING = "Reconciling";
    private static final String STALLED = "Stalled";

    private final boolean hasStatus;

    /** @param hasStatus whether the objects have a status, so that a controller may still write the first one */
    CustomResourceStatusReader(boolean hasStatus) {
        this.hasStatus = hasStatus;
    }

    @Override
    public StatusResult readStatus(GenericKubernetesResource object, ExpectedState expected) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return StatusResult.inProgress(Messages.StatusReader_beingDeleted());
        }
        long generation = StatusReader.generation(object);
        if (generation < expected.generation() || observedGeneration(object) < generation) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        List<Condition> conditions = Condition.of(object);
        return stalled(conditions, expected)
                .or(() -> Condition.find(conditions, RECONCILING)
                        .filter(Condition::isTrue)
                        .map(condition -> StatusResult.inProgress(
                                Messages.CustomResourceStatusReader_reconciling(condition.describe()))))
                .or(() -> Condition.find(conditions, READY)
                        .map(condition -> ready(condition, generation, observesGeneration(object), expected)))
                .orElseGet(() -> withoutConditions(expected));
    }

    private static Optional<StatusResult> stalled(List<Condition> conditions, ExpectedState expected) {
        return Condition.find(conditions, STALLED)
                .filter(condition ->
                        condition.isTrue() && !condition.lastTransitionTime().equals(expected.staleFailure()))
                .map(condition ->
                        StatusResult.failed(Messages.CustomResourceStatusReader_stalled(condition.describe())));
    }

    private static StatusResult ready(
            Condition ready, long generation, boolean observesGeneration, ExpectedState expected) {
        boolean mayBeStale = ready.observedGeneration() == null
                ? !observesGeneration && expected.updated() && !expected.settled()
                : ready.observedGeneration() < generation;
        if (mayBeStale) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        return ready.isTrue()
                ? StatusResult.healthy(Messages.CustomResourceStatusReader_ready())
                : StatusResult.inProgress(Messages.CustomResourceStatusReader_notReady(ready.describe()));
    }

    private StatusResult withoutConditions(ExpectedState expected) {
        return hasStatus && !expected.settled()
                ? StatusResult.inProgress(Messages.CustomResourceStatusReader_noConditions())
                : StatusResult.healthy(Messages.CustomResourceStatusReader_unknown());
    }

    /** The generation that the controller has observed; {@code Long.MAX_VALUE} if the controller does not report it. */
    @Override
    public long observedGeneration(GenericKubernetesResource object) {
        return object.get("status", "observedGeneration") instanceof Number number
                ? number.longValue()
                : Long.MAX_VALUE;
    }

    private boolean observesGeneration(GenericKubernetesResource object) {
        return observedGeneration(object) != Long.MAX_VALUE;
    }

    /** A controller that reports the observed generation needs no comparison of times. */
    @Override
    public String failureTime(GenericKubernetesResource object) {
        return Condition.find(Condition.of(object), STALLED)
                .filter(condition -> condition.isTrue() && !observesGeneration(object))
                .map(Condition::lastTransitionTime)
                .orElse(null);
    }
}
