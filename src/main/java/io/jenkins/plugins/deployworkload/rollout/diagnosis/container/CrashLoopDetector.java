package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a container that terminates repeatedly. If the kubelet restarts the container after every exit code, a
 * termination with exit code 0 counts too.
 */
public final class CrashLoopDetector implements Detector {

    public static final String NAME = "CrashLoop";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return TerminatedContainers.of(view)
                .filter(termination ->
                        termination.crashLooping() && termination.cause() != TerminatedContainers.Cause.OOM_KILLED)
                .map(termination -> termination.detection(text(termination.cause())));
    }

    private static Detection.Text text(TerminatedContainers.Cause cause) {
        return switch (cause) {
            case COMPLETED ->
                new Detection.Text(
                        NAME,
                        Messages.CrashLoopDetector_completed_summary(),
                        Messages.CrashLoopDetector_completed_advice());
            case PROBE_FAILED ->
                new Detection.Text(
                        NAME,
                        Messages.CrashLoopDetector_probeFailed_summary(),
                        Messages.LivenessProbeDetector_advice());
            case ERROR, OOM_KILLED ->
                new Detection.Text(NAME, Messages.CrashLoopDetector_summary(), Messages.CrashLoopDetector_advice());
        };
    }
}
