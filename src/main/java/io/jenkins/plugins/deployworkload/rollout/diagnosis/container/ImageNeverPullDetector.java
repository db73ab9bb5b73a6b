package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/** Detects an image that is not on the node while imagePullPolicy is Never. */
public final class ImageNeverPullDetector implements Detector {

    public static final String NAME = "ImageNeverPull";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ImageNeverPullDetector_summary(), Messages.ImageNeverPullDetector_advice());
        return WaitingContainers.of(view, text, Set.of("ErrImageNeverPull"));
    }
}
