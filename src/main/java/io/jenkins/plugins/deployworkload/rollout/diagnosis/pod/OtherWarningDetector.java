package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Detects warning events about unready pods that no other detector reports. The detector accepts every other event
 * reason, because Kubernetes has no complete list of reasons.
 */
public final class OtherWarningDetector implements Detector {

    static final String NAME = "OtherWarning";

    /** Event reasons that other detectors report with more specific advice. */
    private static final Set<String> REPORTED_BY_OTHER_DETECTORS = Set.of(
            "BackOff",
            "ErrImageNeverPull",
            "Failed",
            "FailedAttachVolume",
            "FailedCreatePodSandBox",
            "FailedMapVolume",
            "FailedMount",
            "FailedScheduling",
            "InspectFailed",
            "NodeNotReady",
            "Unhealthy");

    private static final Set<String> HOOK_FAILURES = Set.of("FailedPostStartHook", "FailedPreStopHook");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> view.warningsFor(pod)
                        .filter(event -> event.getReason() != null && !isReportedByOthers(pod, event))
                        .map(event -> Detection.of(
                                new Detection.Text(
                                        NAME,
                                        Messages.OtherWarningDetector_summary(event.getReason()),
                                        Messages.OtherWarningDetector_advice()),
                                pod,
                                event,
                                evidence(event))));
    }

    /**
     * The message of the event. The message of a failed hook contains the output of a program. It stands on lines of its
     * own, so that the build does not store it.
     */
    private static String evidence(Event event) {
        return HOOK_FAILURES.contains(event.getReason())
                ? event.getReason() + "\n" + Events.message(event)
                : event.getMessage();
    }

    /** The kubelet also uses the reason Failed for the directories of a pod. Such an event names no container. */
    private static boolean isReportedByOthers(Pod pod, Event event) {
        return REPORTED_BY_OTHER_DETECTORS.contains(event.getReason())
                && !(Events.hasReason(event, "Failed")
                        && Pods.location(pod, event).container() == null);
    }
}
