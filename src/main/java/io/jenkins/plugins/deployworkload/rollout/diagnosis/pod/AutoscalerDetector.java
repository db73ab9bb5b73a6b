package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Detects that the HorizontalPodAutoscaler with the workload's name cannot scale the workload. The problem does not affect
 * the health of the workload.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/podautoscaler/horizontal.go">reasons of
 *     the events</a>
 */
public final class AutoscalerDetector implements Detector {

    public static final String NAME = "Autoscaler";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        String kind = "HorizontalPodAutoscaler";
        String name = view.controller().getMetadata().getName();
        return view.warningsFor(kind, name)
                .map(event -> Detection.of(
                        text(event), null, new Location(kind, name, null), Events.lastSeen(event), event.getMessage()));
    }

    private static Detection.Text text(Event event) {
        return switch (Objects.requireNonNullElse(event.getReason(), "")) {
            case "FailedGetScale" ->
                new Detection.Text(
                        NAME,
                        Messages.AutoscalerDetector_target_summary(),
                        Messages.AutoscalerDetector_target_advice());
            case "FailedRescale" ->
                new Detection.Text(
                        NAME, Messages.AutoscalerDetector_scale_summary(), Messages.AutoscalerDetector_scale_advice());
            case "SelectorRequired", "InvalidSelector", "AmbiguousSelector" ->
                new Detection.Text(
                        NAME,
                        Messages.AutoscalerDetector_selector_summary(),
                        Messages.AutoscalerDetector_selector_advice());
            default ->
                new Detection.Text(NAME, Messages.AutoscalerDetector_summary(), Messages.AutoscalerDetector_advice());
        };
    }
}
