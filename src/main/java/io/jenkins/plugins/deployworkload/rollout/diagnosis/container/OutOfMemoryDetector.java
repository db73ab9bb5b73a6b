package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** Detects a container that repeatedly exceeds its memory limit. */
public final class OutOfMemoryDetector implements Detector {

    public static final String NAME = "OutOfMemory";

    /** The container runs between two crashes. */
    public static final String RUNNING = NAME + ".running";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.OutOfMemoryDetector_summary(), Messages.OutOfMemoryDetector_advice());
        return TerminatedContainers.of(view)
                .filter(termination ->
                        termination.crashLooping() && termination.cause() == TerminatedContainers.Cause.OOM_KILLED)
                .map(termination -> termination.running()
                        ? termination.detection(text).withVariant("running")
                        : termination.detection(text));
    }
}
