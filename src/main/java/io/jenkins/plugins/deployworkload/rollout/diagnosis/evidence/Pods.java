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
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the status of pods and containers. */
public final class Pods {

    /** Field paths such as {@code spec.containers{app}} and {@code spec.initContainers{prepare}}. */
    private static final Pattern CONTAINER_FIELD_PATH = Pattern.compile("spec\\.\\w+\\{([^}]+)}");

    private Pods() {}

    public static Location location(Pod pod) {
        return new Location("Pod", pod.getMetadata().getName(), null);
    }

    /** The location of the pod. If the event names a container, the location contains the container. */
    public static Location location(Pod pod, Event event) {
        String fieldPath = event.getInvolvedObject().getFieldPath();
        Matcher container = CONTAINER_FIELD_PATH.matcher(fieldPath == null ? "" : fieldPath);
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
        // A pod that its node has terminated may keep the condition Ready.
        return !isTerminal(pod)
                && condition(pod, "Ready")
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isPresent();
    }

    /** The condition with which the scheduler waits until the PersistentVolumeClaims of the pod are bound. */
    public static Optional<PodCondition> waitingForClaims(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()) && condition.getMessage() != null)
                .filter(condition -> condition.getMessage().contains("unbound immediate PersistentVolumeClaims"));
    }

    /** Whether the pod has succeeded or failed, and will not run again. */
    public static boolean isTerminal(Pod pod) {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    /**
     * Whether no container has started yet. Mount and network events matter only until the first container starts. A
     * mount event can remain after the mount failure is resolved. The condition PodReadyToStartContainers then shows
     * that the mount has succeeded and that the pod may be waiting for a slow image pull.
     */
    public static boolean isStarting(Pod pod) {
        boolean readyToStart = condition(pod, "PodReadyToStartContainers")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
        return !readyToStart && noContainerStarted(pod);
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

    /** The statuses of all containers, in the order in which they start. */
    public static Stream<ContainerStatus> containerStatuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    /** The kubelet's reason for a waiting container; empty if it is not waiting. */
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

    /** Whether the container waits to start. If so, the log, if there is one, is from the previous run. */
    public static boolean isWaitingToStart(ContainerStatus status) {
        return !isRunning(status)
                && (status.getState() == null || status.getState().getTerminated() == null);
    }

    /** The last termination of the container; empty if the container never terminated. */
    public static Optional<ContainerStateTerminated> lastTermination(ContainerStatus status) {
        return Stream.of(Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
                .flatMap(Optional::stream)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
    }

    public static int restartCount(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    /**
     * The time since which the pod's containers are not ready. If the pod does not have the condition ContainersReady,
     * its creation time.
     */
    public static String notReadySince(Pod pod) {
        return condition(pod, "ContainersReady")
                .map(PodCondition::getLastTransitionTime)
                .orElse(pod.getMetadata().getCreationTimestamp());
    }
}
