package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Probe;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The probe because of which the kubelet ended a container.
 *
 * @param startup whether it is the startup probe and not the liveness probe
 * @param output the message of the last failure, such as {@code Liveness probe failed: HTTP probe failed with
 *     statuscode: 500}
 * @param probe the probe in the pod's specification; {@code null} if the specification has none
 * @param startedBefore how long the same container of another pod took from its start until the pod was ready;
 *     {@code null} if unknown
 */
record FailedProbe(boolean startup, String output, Probe probe, Duration startedBefore) {

    /** Kubernetes' defaults, in seconds and in failures. */
    private static final int DEFAULT_PERIOD = 10;

    private static final int DEFAULT_THRESHOLD = 3;

    /** The last failure of a liveness or startup probe of this container; empty if there is none. */
    static Optional<FailedProbe> of(ControllerView view, Pod pod, String container) {
        return LivenessProbeDetector.failures(view, pod)
                .filter(event -> container.equals(Pods.location(pod, event).container()))
                .max(Comparator.comparing((Event event) -> Objects.requireNonNullElse(Events.lastSeen(event), "")))
                .map(event -> of(view, pod, container, Events.message(event)));
    }

    private static FailedProbe of(ControllerView view, Pod pod, String container, String output) {
        boolean startup = output.startsWith("Startup");
        Probe probe = Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .filter(candidate -> container.equals(candidate.getName()))
                .map(startup ? Container::getStartupProbe : Container::getLivenessProbe)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new FailedProbe(startup, output, probe, shortestStart(view, container));
    }

    /** The shortest time is closest to the truth, because a pod can become ready again long after its start. */
    private static Duration shortestStart(ControllerView view, String container) {
        return Stream.of(view.oldPods(), view.pods())
                .flatMap(List::stream)
                .filter(Pods::isReady)
                .flatMap(pod -> startTime(pod, container).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Optional<Duration> startTime(Pod pod, String container) {
        Optional<Instant> started = Pods.containerStatuses(pod)
                .filter(status -> container.equals(status.getName()))
                .flatMap(status -> Optional.ofNullable(status.getState())
                        .map(ContainerState::getRunning)
                        .map(ContainerStateRunning::getStartedAt)
                        .stream())
                .findFirst()
                .flatMap(Events::instant);
        Optional<Instant> ready = Pods.condition(pod, "Ready")
                .map(PodCondition::getLastTransitionTime)
                .flatMap(Events::instant);
        return started.isEmpty() || ready.isEmpty() || ready.get().isBefore(started.get())
                ? Optional.empty()
                : Optional.of(Duration.between(started.get(), ready.get()));
    }

    String name() {
        return startup ? Messages.FailedProbe_startup() : Messages.FailedProbe_liveness();
    }

    /** The output of the probe, the time that it allows, and the time that the program took before, as lines. */
    String description() {
        StringBuilder text = new StringBuilder(output.strip());
        if (probe != null) {
            text.append('\n')
                    .append(Messages.FailedProbe_limit(
                            name(),
                            String.valueOf(limit()),
                            String.valueOf(initialDelay()),
                            String.valueOf(period()),
                            String.valueOf(threshold())));
        }
        if (startedBefore != null) {
            text.append('\n').append(Messages.FailedProbe_startedBefore(String.valueOf(startedBefore.toSeconds())));
        }
        return text.toString();
    }

    String advice() {
        if (probe != null && startedBefore != null && startedBefore.toSeconds() >= limit()) {
            return Messages.FailedProbe_tooShort_advice(name());
        }
        return startup ? Messages.FailedProbe_startup_advice() : Messages.LivenessProbeDetector_advice();
    }

    /** The time in seconds from the start of the container to the last failure that the probe allows, about. */
    private long limit() {
        return initialDelay() + (long) period() * threshold();
    }

    private int initialDelay() {
        return Objects.requireNonNullElse(probe.getInitialDelaySeconds(), 0);
    }

    private int period() {
        return Objects.requireNonNullElse(probe.getPeriodSeconds(), DEFAULT_PERIOD);
    }

    private int threshold() {
        return Objects.requireNonNullElse(probe.getFailureThreshold(), DEFAULT_THRESHOLD);
    }
}
