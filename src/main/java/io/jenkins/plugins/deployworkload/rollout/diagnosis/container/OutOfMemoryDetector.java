package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** The container needs more memory than its limit, again and again. */
public final class OutOfMemoryDetector implements Detector {

    public static final String NAME = "OutOfMemory";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.OutOfMemoryDetector_summary(), Messages.OutOfMemoryDetector_advice());
        return TerminatedContainers.of(scene)
                .filter(ended -> ended.crashLooping() && ended.cause() == TerminatedContainers.Cause.OOM_KILLED)
                .map(ended -> ended.detection(text));
    }
}
