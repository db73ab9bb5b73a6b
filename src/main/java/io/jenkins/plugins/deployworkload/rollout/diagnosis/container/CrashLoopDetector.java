package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** The program ends again and again, be it without an error: it was to go on. */
public final class CrashLoopDetector implements Detector {

    public static final String NAME = "CrashLoop";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        return TerminatedContainers.of(scene)
                .filter(ended -> ended.crashLooping() && ended.cause() != TerminatedContainers.Cause.OOM_KILLED)
                .map(ended -> ended.detection(text(ended.cause())));
    }

    private static Detection.Text text(TerminatedContainers.Cause by) {
        return switch (by) {
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
