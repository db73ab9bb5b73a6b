package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a container that has terminated and that the kubelet restarts. The next run can succeed, so this signal never
 * fails the rollout.
 */
public final class CrashDetector implements Detector {

    public static final String NAME = "Crash";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return TerminatedContainers.of(view)
                .filter(termination -> !termination.crashLooping())
                .map(termination -> termination.detection(text(termination)));
    }

    private static Detection.Text text(TerminatedContainers.Termination termination) {
        String summary =
                switch (termination.cause()) {
                    case COMPLETED -> Messages.CrashDetector_completed_summary();
                    case PROBE_FAILED ->
                        Messages.CrashDetector_probeFailed_summary(
                                termination.probe().name());
                    case START_FAILED -> Messages.CrashDetector_startFailed_summary();
                    case ERROR, OOM_KILLED -> Messages.CrashDetector_summary();
                };
        return new Detection.Text(NAME, summary, Messages.CrashDetector_advice());
    }
}
