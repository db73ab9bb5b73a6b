package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the events in which the kubelet reports that a probe failed. */
final class ProbeFailure {

    private ProbeFailure() {}

    /**
     * The message of the event. The output of a program stands on lines of its own, so that the build does not store it:
     * {@code Finding.sentence} takes only the first line. The kubelet describes failures of HTTP, TCP and gRPC probes
     * itself.
     */
    static String message(Pod pod, Event event) {
        String message = Events.message(event).strip();
        int colon = message.indexOf(": ");
        return colon > 0 && isProgramOutput(pod, event)
                ? message.substring(0, colon) + "\n" + message.substring(colon + 2)
                : message;
    }

    private static boolean isProgramOutput(Pod pod, Event event) {
        Function<Container, Probe> probe = probeOf(Events.message(event));
        String container = Pods.location(pod, event).container();
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .filter(candidate -> candidate.getName().equals(container))
                .map(probe)
                .filter(Objects::nonNull)
                .anyMatch(found -> found.getExec() != null);
    }

    /** @param message a message such as {@code Readiness probe failed: …} */
    private static Function<Container, Probe> probeOf(String message) {
        return message.startsWith("Readiness")
                ? Container::getReadinessProbe
                : message.startsWith("Startup") ? Container::getStartupProbe : Container::getLivenessProbe;
    }
}
