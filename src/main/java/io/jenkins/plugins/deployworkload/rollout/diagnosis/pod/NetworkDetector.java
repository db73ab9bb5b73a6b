package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a pod whose network cannot be set up. With Multus, the cause can be a network in the pod's annotation that
 * does not exist.
 */
public final class NetworkDetector implements Detector {

    public static final String NAME = "Network";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.NetworkDetector_summary(), Messages.NetworkDetector_advice());
        return StartupEvents.of(view, text, "FailedCreatePodSandBox");
    }
}
