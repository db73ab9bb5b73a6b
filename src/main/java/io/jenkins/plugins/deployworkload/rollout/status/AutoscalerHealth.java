package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes a HorizontalPodAutoscaler that does not scale. A problem of the autoscaler does not affect the health of
 * the workload.
 */
public final class AutoscalerHealth {

    /** The reason in the autoscaler's status after a workload was scaled to zero, which is not a problem. */
    private static final String DISABLED = "ScalingDisabled";

    private AutoscalerHealth() {}

    /**
     * Returns the problem of the autoscaler. The result is empty if the autoscaler works, or if its status is not set
     * yet.
     */
    public static Optional<String> problem(HorizontalPodAutoscaler autoscaler) {
        if (autoscaler.getStatus() == null || autoscaler.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return autoscaler.getStatus().getConditions().stream()
                .filter(condition -> "ScalingActive".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && !DISABLED.equals(condition.getReason()))
                .findFirst()
                .map(AutoscalerHealth::describe);
    }

    private static String describe(HorizontalPodAutoscalerCondition condition) {
        return Messages.AutoscalerHealth_inactive(
                Objects.requireNonNullElse(condition.getReason(), "?"),
                Objects.requireNonNullElse(condition.getMessage(), ""));
    }
}
