package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads pods. */
public final class Pods {

    /** As in {@code spec.containers{app}} and {@code spec.initContainers{prepare}}. */
    private static final Pattern CONTAINER_FIELD_PATH = Pattern.compile("spec\\.\\w+\\{([^}]+)}");

    private Pods() {}

    public static Location location(Pod pod) {
        return new Location("Pod", pod.getMetadata().getName(), null);
    }

    /** Of the container too, where the event names one. */
    public static Location location(Pod pod, Event event) {
        String field = event.getInvolvedObject().getFieldPath();
        Matcher container = CONTAINER_FIELD_PATH.matcher(field == null ? "" : field);
        return location(pod, container.matches() ? container.group(1) : null);
    }

    public static Location location(Pod pod, String container) {
        return new Location("Pod", pod.getMetadata().getName(), container);
    }

    static boolean isControlledBy(HasMetadata object, String uid) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .anyMatch(uid::equals);
    }

    public static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    public static boolean isReady(Pod pod) {
        // One that a node has ended may still say what it was.
        return !isTerminal(pod)
                && condition(pod, "Ready")
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isPresent();
    }

    /** Has ended, well or not, and will not run again. */
    public static boolean isTerminal(Pod pod) {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    /**
     * Whether its containers could not yet be started: what mounts and networks do to it concerns it only until then. Where
     * the kubelet says so itself it also tells a slow pull from a mount that has healed, whose event stays.
     */
    public static boolean isStarting(Pod pod) {
        boolean prepared = condition(pod, "PodReadyToStartContainers")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
        return !prepared && noContainerStarted(pod);
    }

    private static boolean noContainerStarted(Pod pod) {
        return pod.getStatus() == null
                || Stream.concat(
                                pod.getStatus().getInitContainerStatuses().stream(),
                                pod.getStatus().getContainerStatuses().stream())
                        .allMatch(status -> status.getState() == null
                                || status.getState().getRunning() == null
                                        && status.getState().getTerminated() == null);
    }

    /** Of all its containers, in the order in which they start. */
    public static Stream<ContainerStatus> containerStatuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    /** Why it does not run yet, in one word of the kubelet's; empty if it does. */
    public static String waitingReason(ContainerStatus status) {
        ContainerState state = status.getState();
        return state == null || state.getWaiting() == null || state.getWaiting().getReason() == null
                ? ""
                : state.getWaiting().getReason();
    }

    public static String waitingMessage(ContainerStatus status) {
        return status.getState() == null || status.getState().getWaiting() == null
                ? null
                : status.getState().getWaiting().getMessage();
    }

    public static boolean isRunning(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    /** Whether it waits for a start: what it printed is then of the run before, if of any. */
    public static boolean isWaitingToStart(ContainerStatus status) {
        return !isRunning(status)
                && (status.getState() == null || status.getState().getTerminated() == null);
    }

    /** How it ended last, if it ever did. */
    public static Optional<ContainerStateTerminated> lastTermination(ContainerStatus status) {
        return Stream.of(Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /** How many times it was started again. */
    public static int restartCount(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    /** When the pod came to stand still, as far as it says. */
    public static String notReadySince(Pod pod) {
        return condition(pod, "ContainersReady")
                .map(PodCondition::getLastTransitionTime)
                .orElse(pod.getMetadata().getCreationTimestamp());
    }
}
