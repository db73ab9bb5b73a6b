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

    /** An earlier revision of the workload serves. */
    public static final String UPDATE = NAME + ".update";

    /** The container runs between two crashes; this run may be the one that succeeds. */
    public static final String RUNNING = NAME + ".running";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return TerminatedContainers.of(view)
                .filter(termination ->
                        termination.crashLooping() && termination.cause() != TerminatedContainers.Cause.OOM_KILLED)
                .map(CrashLoopDetector::detection);
    }

    private static Detection detection(TerminatedContainers.Termination termination) {
        Detection detection = termination.detection(text(termination));
        if (termination.running()) {
            return detection.withVariant("running");
        }
        return termination.view().earlierRevisionServes() ? detection.withVariant("update") : detection;
    }

    private static Detection.Text text(TerminatedContainers.Termination termination) {
        return switch (termination.cause()) {
            case COMPLETED ->
                new Detection.Text(
                        NAME,
                        Messages.CrashLoopDetector_completed_summary(),
                        Messages.CrashLoopDetector_completed_advice());
            case PROBE_FAILED ->
                new Detection.Text(
                        NAME,
                        Messages.CrashLoopDetector_probeFailed_summary(
                                termination.probe().name()),
                        termination.probe().advice());
            case START_FAILED ->
                new Detection.Text(
                        NAME, Messages.CrashLoopDetector_startFailed_summary(), Messages.CreateErrorDetector_advice());
            case ERROR, OOM_KILLED ->
                new Detection.Text(NAME, Messages.CrashLoopDetector_summary(), Messages.CrashLoopDetector_advice());
        };
    }
}
