package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads pods. */
final class Pods {

    /** As in {@code spec.containers{app}} and {@code spec.initContainers{prepare}}. */
    private static final Pattern CONTAINER = Pattern.compile("spec\\.\\w+\\{([^}]+)}");

    private Pods() {}

    static Place place(Pod pod) {
        return new Place("Pod", pod.getMetadata().getName(), null);
    }

    /** Of the container too, where the event names one. */
    static Place place(Pod pod, Event event) {
        String field = event.getInvolvedObject().getFieldPath();
        Matcher container = CONTAINER.matcher(field == null ? "" : field);
        return place(pod, container.matches() ? container.group(1) : null);
    }

    static Place place(Pod pod, String container) {
        return new Place("Pod", pod.getMetadata().getName(), container);
    }

    static boolean ownedBy(HasMetadata object, String uid) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .anyMatch(uid::equals);
    }

    static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    static boolean ready(Pod pod) {
        // One that a node has ended may still say what it was.
        return !over(pod)
                && condition(pod, "Ready")
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isPresent();
    }

    /** Has ended, well or not, and will not run again. */
    static boolean over(Pod pod) {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    /**
     * Whether its containers could not yet be started: what mounts and networks do to it concerns it only until then. Where
     * the kubelet says so itself it also tells a slow pull from a mount that has healed, whose event stays.
     */
    static boolean starting(Pod pod) {
        boolean prepared = condition(pod, "PodReadyToStartContainers")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
        return !prepared && notStarted(pod);
    }

    private static boolean notStarted(Pod pod) {
        return pod.getStatus() == null
                || Stream.concat(
                                pod.getStatus().getInitContainerStatuses().stream(),
                                pod.getStatus().getContainerStatuses().stream())
                        .allMatch(status -> status.getState() == null
                                || status.getState().getRunning() == null
                                        && status.getState().getTerminated() == null);
    }

    /** Of all its containers, in the order in which they start. */
    static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    /** Why it does not run yet, in one word of the kubelet's; empty if it does. */
    static String waiting(ContainerStatus status) {
        ContainerState state = status.getState();
        return state == null || state.getWaiting() == null || state.getWaiting().getReason() == null
                ? ""
                : state.getWaiting().getReason();
    }

    static String message(ContainerStatus status) {
        return status.getState() == null || status.getState().getWaiting() == null
                ? null
                : status.getState().getWaiting().getMessage();
    }

    static boolean running(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    /** Whether it waits for a start: what it printed is then of the run before, if of any. */
    static boolean betweenRuns(ContainerStatus status) {
        return !running(status)
                && (status.getState() == null || status.getState().getTerminated() == null);
    }

    /** How it ended last, if it ever did. */
    static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
        return Stream.of(Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /** How many times it was started again. */
    static int restarts(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    /** When the pod came to stand still, as far as it says. */
    static String since(Pod pod) {
        return condition(pod, "ContainersReady")
                .map(PodCondition::getLastTransitionTime)
                .orElse(pod.getMetadata().getCreationTimestamp());
    }
}
