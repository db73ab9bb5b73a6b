package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * The pod gets no network. With Multus also: the network that an annotation asks for is not there.
 */
public final class NetworkDetector implements Detector {

    public static final String NAME = "Network";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.NetworkDetector_summary(), Messages.NetworkDetector_advice());
        return StartupEvents.of(scene, text, "FailedCreatePodSandBox");
    }
}
