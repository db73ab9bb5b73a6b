package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often containers were started again since a rollout began: what befell a pod in the months before says nothing of the
 * rollout. Of a pod that was there already it counts from when it was first seen, unless it was crashing just then.
 */
public final class RestartCounter {

    private static final String BACK_OFF = "CrashLoopBackOff";

    private final Instant rolloutStart;
    private final Map<String, Map<String, Integer>> baseline = new HashMap<>();

    /** @param began by this machine's clock */
    RestartCounter(Instant began) {
        // As the times of the API are.
        this.rolloutStart = began.truncatedTo(ChronoUnit.SECONDS);
    }

    void observe(Pod pod) {
        baseline.computeIfAbsent(pod.getMetadata().getUid(), absent -> baseline(pod));
    }

    void forget(String uid) {
        baseline.remove(uid);
    }

    public int count(Pod pod, ContainerStatus status) {
        int earlier =
                baseline.getOrDefault(pod.getMetadata().getUid(), Map.of()).getOrDefault(status.getName(), 0);
        return Pods.restartCount(status) - earlier;
    }

    private Map<String, Integer> baseline(Pod pod) {
        String made = pod.getMetadata().getCreationTimestamp();
        if (made == null || !Instant.parse(made).isBefore(rolloutStart)) {
            return Map.of();
        }
        return Pods.containerStatuses(pod)
                .filter(status -> !isInCrashLoopBackOff(status))
                .collect(Collectors.toMap(ContainerStatus::getName, Pods::restartCount, (first, second) -> first));
    }

    /** The kubelet lets one wait that has crashed twice within ten minutes. */
    public static boolean isInCrashLoopBackOff(ContainerStatus status) {
        return BACK_OFF.equals(Pods.waitingReason(status));
    }
}
