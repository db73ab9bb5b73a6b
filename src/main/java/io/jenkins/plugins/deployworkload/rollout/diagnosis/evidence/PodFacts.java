package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Facts that the current state of pods does not show: earlier messages of the kubelet, and results of extra reads. */
public final class PodFacts {

    private static final Set<String> PULL_REASONS = Set.of("ErrImagePull", "ImagePullBackOff", "RegistryUnavailable");

    /** The kubelet before version 1.32 writes only this while it waits for the next attempt. */
    private static final String BACK_OFF_ONLY = "Back-off pulling image \"[^\"]*\"";

    /**
     * A program that the kernel of its node cannot run.
     *
     * @param message the line of the log
     * @param architecture the CPU architecture of the node, such as {@code arm64}; {@code null} if unknown
     */
    public record WrongArchitecture(String message, String node, String architecture) {}

    /** By the UID of the pod and the name of the container. */
    private final Map<String, Map<String, String>> pullErrors = new HashMap<>();

    private final Map<String, Map<String, WrongArchitecture>> wrongArchitectures = new HashMap<>();
    private final Set<String> claimsWithoutClass = new HashSet<>();

    void observe(Pod pod) {
        Pods.containerStatuses(pod).forEach(status -> {
            String message = Pods.waitingMessage(status);
            if (PULL_REASONS.contains(Pods.waitingReason(status)) && isPullError(message)) {
                put(pullErrors, pod, status.getName(), message);
            }
        });
    }

    /** Whether the kubelet's message says why the image could not be pulled. */
    public static boolean isPullError(String message) {
        return message != null && !message.isBlank() && !message.matches(BACK_OFF_ONLY);
    }

    void forget(String uid) {
        pullErrors.remove(uid);
        wrongArchitectures.remove(uid);
    }

    /** The last message of the kubelet that says why the image could not be pulled. */
    public Optional<String> pullError(Pod pod, ContainerStatus status) {
        return get(pullErrors, pod, status);
    }

    public void add(Pod pod, String container, WrongArchitecture fact) {
        put(wrongArchitectures, pod, container, fact);
    }

    public Optional<WrongArchitecture> wrongArchitecture(Pod pod, ContainerStatus status) {
        return get(wrongArchitectures, pod, status);
    }

    /** @param withoutClass whether the PersistentVolumeClaim is not bound and has no StorageClass */
    public void setClaim(String claim, boolean withoutClass) {
        if (withoutClass) {
            claimsWithoutClass.add(claim);
        } else {
            claimsWithoutClass.remove(claim);
        }
    }

    /** Whether the PersistentVolumeClaim was neither bound nor had a StorageClass when it was read last. */
    public boolean isWithoutClass(String claim) {
        return claimsWithoutClass.contains(claim);
    }

    private static <T> void put(Map<String, Map<String, T>> facts, Pod pod, String container, T fact) {
        facts.computeIfAbsent(pod.getMetadata().getUid(), absent -> new HashMap<>())
                .put(container, fact);
    }

    private static <T> Optional<T> get(Map<String, Map<String, T>> facts, Pod pod, ContainerStatus status) {
        return Optional.ofNullable(
                facts.getOrDefault(pod.getMetadata().getUid(), Map.of()).get(status.getName()));
    }
}
