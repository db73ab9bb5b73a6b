package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a volume that cannot be mounted, usually because its ConfigMap or Secret does not exist. The detector reads
 * events, because the status of the pod shows only ContainerCreating.
 */
public final class VolumeMountDetector implements Detector {

    public static final String NAME = "VolumeMount";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.VolumeMountDetector_summary(), Messages.VolumeMountDetector_advice());
        return StartupEvents.of(view, text, "FailedMount");
    }
}
