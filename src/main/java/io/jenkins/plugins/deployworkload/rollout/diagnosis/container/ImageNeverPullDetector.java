package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/** The image is not on the node, and the pull policy Never forbids to fetch it. */
public final class ImageNeverPullDetector implements Detector {

    public static final String NAME = "ImageNeverPull";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ImageNeverPullDetector_summary(), Messages.ImageNeverPullDetector_advice());
        return WaitingContainers.of(scene, text, Set.of("ErrImageNeverPull"));
    }
}
