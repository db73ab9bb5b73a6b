package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts restarts of containers since the start of a rollout, because earlier restarts of a pod do not concern the
 * rollout. If a pod is older than the rollout, the class counts the restarts after it has first seen the pod. The
 * earlier restarts count too if the container is in CrashLoopBackOff when the class first sees the pod.
 */
public final class RestartCounter {

    private static final String BACK_OFF = "CrashLoopBackOff";

    private final Instant rolloutStart;
    private final Map<String, Map<String, Integer>> baseline = new HashMap<>();

    /** @param rolloutStart the start of the rollout by this machine's clock */
    RestartCounter(Instant rolloutStart) {
        // Truncate to seconds, because creation timestamps of the API are whole seconds.
        this.rolloutStart = rolloutStart.truncatedTo(ChronoUnit.SECONDS);
    }

    void observe(Pod pod) {
        baseline.computeIfAbsent(pod.getMetadata().getUid(), absent -> baseline(pod));
    }

    void forget(String uid) {
        baseline.remove(uid);
    }

    public int count(Pod pod, ContainerStatus status) {
        int before = baseline.getOrDefault(pod.getMetadata().getUid(), Map.of()).getOrDefault(status.getName(), 0);
        return Pods.restartCount(status) - before;
    }

    /** @param time in the cluster's format; {@code null} if unknown; a text that is no time counts as unknown */
    public boolean isSinceRolloutStart(String time) {
        return Events.instant(time)
                .filter(instant -> !instant.isBefore(rolloutStart))
                .isPresent();
    }

    private Map<String, Integer> baseline(Pod pod) {
        String created = pod.getMetadata().getCreationTimestamp();
        if (created == null || isSinceRolloutStart(created)) {
            return Map.of();
        }
        return Pods.containerStatuses(pod)
                .filter(status -> !isInCrashLoopBackOff(status))
                .collect(Collectors.toMap(ContainerStatus::getName, Pods::restartCount, (first, second) -> first));
    }

    /**
     * Whether the kubelet delays the restart of the container. The kubelet does this after two crashes within ten
     * minutes.
     */
    public static boolean isInCrashLoopBackOff(ContainerStatus status) {
        return BACK_OFF.equals(Pods.waitingReason(status));
    }
}
