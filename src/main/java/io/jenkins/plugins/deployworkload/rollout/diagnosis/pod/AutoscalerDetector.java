package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.stream.Stream;

/** The autoscaler of the same name cannot read what it scales by. The workload runs all the same. */
public final class AutoscalerDetector implements Detector {

    static final String NAME = "Autoscaler";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.AutoscalerDetector_summary(), Messages.AutoscalerDetector_advice());
        String kind = "HorizontalPodAutoscaler";
        String name = scene.controller().getMetadata().getName();
        return scene.warningsFor(kind, name)
                .map(event -> Detection.of(
                        text, null, new Location(kind, name, null), Events.lastSeen(event), event.getMessage()));
    }
}
