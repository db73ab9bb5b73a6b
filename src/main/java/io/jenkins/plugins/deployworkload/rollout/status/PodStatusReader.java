package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pod without a controller is healthy when it is ready, or when all its containers have succeeded. A pod that has
 * failed does not run again.
 */
final class PodStatusReader implements StatusReader<Pod> {

    @Override
    public StatusResult readStatus(Pod object, ExpectedState expected) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return StatusResult.inProgress(Messages.StatusReader_beingDeleted());
        }
        PodStatus status = Objects.requireNonNullElseGet(object.getStatus(), PodStatus::new);
        if (StatusReader.generation(object) < expected.generation()
                || observedGeneration(object) < expected.generation()) {
            return StatusResult.inProgress(Messages.StatusResult_notObserved());
        }
        return switch (Objects.requireNonNullElse(status.getPhase(), "Pending")) {
            case "Succeeded" -> StatusResult.healthy(Messages.PodStatusReader_succeeded());
            case "Failed" -> StatusResult.failed(describe(status));
            case "Running" ->
                isReady(status)
                        ? StatusResult.healthy(Messages.PodStatusReader_ready())
                        : StatusResult.inProgress(Messages.PodStatusReader_notReady());
            default -> StatusResult.inProgress(Messages.PodStatusReader_pending());
        };
    }

    private static boolean isReady(PodStatus status) {
        return status.getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** The status names neither a reason nor a message if a container has failed. */
    private static String describe(PodStatus status) {
        String reason = Stream.of(status.getReason(), status.getMessage())
                .filter(text -> text != null && !text.isEmpty())
                .collect(Collectors.joining(": "));
        return reason.isEmpty() ? Messages.PodStatusReader_failed() : Messages.PodStatusReader_failedBecause(reason);
    }

    /** Kubelets before 1.34 do not report the generation. */
    @Override
    public long observedGeneration(Pod object) {
        return object.getStatus() == null || object.getStatus().getObservedGeneration() == null
                ? Long.MAX_VALUE
                : object.getStatus().getObservedGeneration();
    }
}
