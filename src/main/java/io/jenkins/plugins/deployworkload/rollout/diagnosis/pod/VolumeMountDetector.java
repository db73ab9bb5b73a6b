package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * A volume cannot be mounted, mostly because the ConfigMap or Secret that it shows is not there. The pod itself says only
 * that it is being made; no more than this event tells why.
 */
public final class VolumeMountDetector implements Detector {

    public static final String NAME = "VolumeMount";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.VolumeMountDetector_summary(), Messages.VolumeMountDetector_advice());
        return StartupEvents.of(scene, text, "FailedMount");
    }
}
