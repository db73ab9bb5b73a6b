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

    /** The location of the pod, or of the container if the event names one. */
    public static Location location(Pod pod, Event event) {
        String fieldPath = event.getInvolvedObject().getFieldPath();
        Matcher container = CONTAINER_FIELD_PATH.matcher(fieldPath == null ? "" : fieldPath);
        return location(pod, container.matches() ? container.group(1) : null);
    }

    public static Location location(Pod pod, String container) {
        return new Location("Pod", pod.getMetadata().getName(), container);
    }

    static boolean isControlledBy(HasMetadata object, String uid) {
        return uid != null
                && object.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .map(OwnerReference::getUid)
                        .anyMatch(uid::equals);
    }

    public static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    static String annotation(HasMetadata object, String key) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(key);
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    public static boolean isReady(Pod pod) {
        // Check for a terminal phase first: a pod that its node has terminated can keep the condition Ready.
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

    /** Whether the pod has succeeded or failed, so that it will not run again. */
    public static boolean isTerminal(Pod pod) {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    /**
     * Whether no container has started yet. Events about mounts and the network matter only until the first container
     * starts. An event about a failed mount can remain after the mount has succeeded, for example while the pod waits
     * for a slow image pull. If the pod has the condition PodReadyToStartContainers, its mounts and its network are
     * ready.
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

    /** The reason why a container waits, as the kubelet reports it; empty if the container is not waiting. */
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

    /**
     * Whether the container waits to start. A container that waits for a restart has only the log of its previous run.
     */
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

    /** The creation time, for comparisons; empty if the pod has none. */
    static String created(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), "");
    }

    /**
     * The time since which the pod's containers are not ready. Without the condition ContainersReady, this is the
     * creation time of the pod.
     */
    public static String notReadySince(Pod pod) {
        return condition(pod, "ContainersReady")
                .map(PodCondition::getLastTransitionTime)
                .orElse(pod.getMetadata().getCreationTimestamp());
    }
}
