package io.jenkins.plugins.deployworkload.rollout.diagnosis;

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
final class Restarts {

    private static final String BACK_OFF = "CrashLoopBackOff";

    private final Instant began;
    private final Map<String, Map<String, Integer>> before = new HashMap<>();

    /** @param began by this machine's clock */
    Restarts(Instant began) {
        // As the times of the API are.
        this.began = began.truncatedTo(ChronoUnit.SECONDS);
    }

    void see(Pod pod) {
        before.computeIfAbsent(pod.getMetadata().getUid(), absent -> before(pod));
    }

    void gone(String uid) {
        before.remove(uid);
    }

    int of(Pod pod, ContainerStatus status) {
        int earlier = before.getOrDefault(pod.getMetadata().getUid(), Map.of()).getOrDefault(status.getName(), 0);
        return Pods.restarts(status) - earlier;
    }

    private Map<String, Integer> before(Pod pod) {
        String made = pod.getMetadata().getCreationTimestamp();
        if (made == null || !Instant.parse(made).isBefore(began)) {
            return Map.of();
        }
        return Pods.containers(pod)
                .filter(status -> !backsOff(status))
                .collect(Collectors.toMap(ContainerStatus::getName, Pods::restarts, (first, second) -> first));
    }

    /** The kubelet lets one wait that has crashed twice within ten minutes. */
    static boolean backsOff(ContainerStatus status) {
        return BACK_OFF.equals(Pods.waiting(status));
    }
}
