package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.Objects;
import java.util.Optional;

/** Describes a HorizontalPodAutoscaler that does not scale. The workload is healthy all the same. */
public final class AutoscalerHealth {

    /** A workload that was scaled to zero disables its autoscaler on purpose. */
    private static final String DISABLED = "ScalingDisabled";

    private AutoscalerHealth() {}

    /** Empty if the autoscaler works, or if its controller has not reported a status yet. */
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
