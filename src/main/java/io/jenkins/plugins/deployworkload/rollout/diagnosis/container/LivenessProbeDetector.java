package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/**
 * Detects a failing liveness or startup probe. When the probe reaches its failureThreshold, the kubelet restarts the
 * container. {@link CrashLoopDetector} counts these restarts.
 */
public final class LivenessProbeDetector implements Detector {

    public static final String NAME = "LivenessProbe";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.LivenessProbeDetector_summary(), Messages.LivenessProbeDetector_advice());
        return view.unreadyPods()
                .flatMap(pod -> failures(view, pod)
                        .map(event -> Detection.of(text, pod, event, ProbeFailure.message(pod, event))));
    }

    /** Failures of liveness and startup probes of this pod. */
    static Stream<Event> failures(ControllerView view, Pod pod) {
        return view.warningsFor(pod)
                .filter(event -> Events.hasReason(event, "Unhealthy")
                        && !Events.message(event).startsWith("Readiness"));
    }
}
