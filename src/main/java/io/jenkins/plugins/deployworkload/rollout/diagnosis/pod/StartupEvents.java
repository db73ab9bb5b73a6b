package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds pods whose containers have not started and that have a certain warning event. Only the event shows the cause:
 * the status of the container has the reason ContainerCreating or PodInitializing.
 */
final class StartupEvents {

    static final String SANDBOX = "FailedCreatePodSandBox";

    private StartupEvents() {}

    static Stream<Detection> of(ControllerView view, Detection.Text text, String reason) {
        return of(view, event -> text, reason);
    }

    /** @param text the text for an event, by its message */
    static Stream<Detection> of(ControllerView view, Function<Event, Detection.Text> text, String reason) {
        return view.pods().stream()
                .filter(Pods::isStarting)
                .flatMap(pod -> view.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, reason) && !isOver(view, pod, event))
                        .map(event -> Detection.of(text.apply(event), pod, event)));
    }

    /**
     * Whether the kubelet has mounted the volumes since. It creates the sandbox only afterwards.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/kubelet.go">SyncPod</a>
     */
    private static boolean isOver(ControllerView view, Pod pod, Event event) {
        return !Events.hasReason(event, SANDBOX)
                && view.warningsFor(pod)
                        .filter(other -> Events.hasReason(other, SANDBOX))
                        .anyMatch(other -> seenAt(other).isAfter(seenAt(event)));
    }

    private static Instant seenAt(Event event) {
        return Events.lastSeenInstant(event).orElse(Instant.MIN);
    }
}
