package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Stream;

/**
 * A liveness or startup probe fails. When it has failed as often as its threshold says, the kubelet starts the container
 * again: then the restarts count, see {@link CrashLoopDetector}.
 */
public final class LivenessProbeDetector implements Detector {

    public static final String NAME = "LivenessProbe";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.LivenessProbeDetector_summary(), Messages.LivenessProbeDetector_advice());
        return scene.unreadyPods().flatMap(pod -> failures(scene, pod).map(event -> Detection.of(text, pod, event)));
    }

    /** Whether that of this container has failed. */
    static boolean hasFailed(ControllerView scene, Pod pod, String container) {
        return failures(scene, pod)
                .anyMatch(event -> container.equals(Pods.location(pod, event).container()));
    }

    private static Stream<Event> failures(ControllerView scene, Pod pod) {
        return scene.warningsFor(pod)
                .filter(event -> Events.hasReason(event, "Unhealthy")
                        && !Events.message(event).startsWith("Readiness"));
    }
}
