package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a container that has terminated. If the kubelet restarts it, the next run can succeed. If not, its Job decides
 * whether it fails. So this signal never fails the rollout.
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
        return termination.restarted()
                ? new Detection.Text(NAME, restartedSummary(termination), Messages.CrashDetector_advice())
                : new Detection.Text(NAME, lastSummary(termination), lastAdvice(termination));
    }

    private static String restartedSummary(TerminatedContainers.Termination termination) {
        return switch (termination.cause()) {
            case COMPLETED -> Messages.CrashDetector_completed_summary();
            case PROBE_FAILED ->
                Messages.CrashDetector_probeFailed_summary(termination.probe().name());
            case START_FAILED -> Messages.CrashDetector_startFailed_summary();
            case ERROR, OOM_KILLED -> Messages.CrashDetector_summary();
        };
    }

    private static String lastSummary(TerminatedContainers.Termination termination) {
        return switch (termination.cause()) {
            case PROBE_FAILED ->
                Messages.CrashDetector_probeFailed_last_summary(
                        termination.probe().name());
            case START_FAILED -> Messages.CrashDetector_startFailed_last_summary();
            case COMPLETED, ERROR, OOM_KILLED -> Messages.CrashDetector_last_summary();
        };
    }

    private static String lastAdvice(TerminatedContainers.Termination termination) {
        return switch (termination.cause()) {
            case PROBE_FAILED -> termination.probe().advice();
            case START_FAILED -> Messages.CreateErrorDetector_advice();
            case OOM_KILLED -> Messages.OutOfMemoryDetector_advice();
            case COMPLETED, ERROR -> Messages.CrashLoopDetector_advice();
        };
    }
}
