package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.stream.Stream;

/**
 * Detects that the HorizontalPodAutoscaler with the workload's name cannot read its metrics. The problem does not
 * affect the health of the workload.
 */
public final class AutoscalerDetector implements Detector {

    static final String NAME = "Autoscaler";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.AutoscalerDetector_summary(), Messages.AutoscalerDetector_advice());
        String kind = "HorizontalPodAutoscaler";
        String name = view.controller().getMetadata().getName();
        return view.warningsFor(kind, name)
                .map(event -> Detection.of(
                        text, null, new Location(kind, name, null), Events.lastSeen(event), event.getMessage()));
    }
}
