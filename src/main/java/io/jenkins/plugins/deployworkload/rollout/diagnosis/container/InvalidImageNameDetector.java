package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/** Detects an invalid image name. Retries cannot succeed. */
public final class InvalidImageNameDetector implements Detector {

    public static final String NAME = "InvalidImageName";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.InvalidImageNameDetector_summary(), Messages.InvalidImageNameDetector_advice());
        return WaitingContainers.of(view, text, Set.of("InvalidImageName"));
    }
}
