package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/** The image's name cannot be read: no registry is asked, and no try will be better. */
public final class InvalidImageNameDetector implements Detector {

    public static final String NAME = "InvalidImageName";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.InvalidImageNameDetector_summary(), Messages.InvalidImageNameDetector_advice());
        return WaitingContainers.of(scene, text, Set.of("InvalidImageName"));
    }
}
