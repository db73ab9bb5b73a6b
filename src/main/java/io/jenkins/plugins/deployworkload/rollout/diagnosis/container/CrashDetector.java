package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** The program has ended and was or will be started again: worth saying, but it may well run the next time. */
public final class CrashDetector implements Detector {

    static final String NAME = "Crash";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        return TerminatedContainers.of(scene)
                .filter(ended -> !ended.crashLooping())
                .map(ended -> ended.detection(text(ended.cause())));
    }

    private static Detection.Text text(TerminatedContainers.Cause by) {
        String what =
                switch (by) {
                    case COMPLETED -> Messages.CrashDetector_completed_summary();
                    case PROBE_FAILED -> Messages.CrashDetector_probeFailed_summary();
                    case ERROR, OOM_KILLED -> Messages.CrashDetector_summary();
                };
        return new Detection.Text(NAME, what, Messages.CrashDetector_advice());
    }
}
