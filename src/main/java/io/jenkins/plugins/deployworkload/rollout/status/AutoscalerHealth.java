package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Describes a HorizontalPodAutoscaler that does not scale. A problem of the autoscaler does not affect the health of
 * the workload.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/podautoscaler/horizontal.go">reasons of
 *     the conditions</a>
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
        // If the controller cannot read or write the scale, its condition about the metrics may be outdated.
        return Stream.of("AbleToScale", "ScalingActive")
                .flatMap(type -> autoscaler.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType())
                                && "False".equals(condition.getStatus())
                                && !DISABLED.equals(condition.getReason())))
                .findFirst()
                .map(AutoscalerHealth::describe);
    }

    private static String describe(HorizontalPodAutoscalerCondition condition) {
        return Messages.AutoscalerHealth_inactive(
                Objects.requireNonNullElse(condition.getReason(), "?"),
                Objects.requireNonNullElse(condition.getMessage(), ""));
    }
}
