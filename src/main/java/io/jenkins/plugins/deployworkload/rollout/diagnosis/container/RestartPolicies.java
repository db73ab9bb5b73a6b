package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.RestartCounter;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether a container that has terminated runs again. */
final class RestartPolicies {

    /** The API server's default for {@code backoffLimit}. */
    private static final int DEFAULT_BACKOFF_LIMIT = 6;

    private RestartPolicies() {}

    /**
     * Whether the kubelet restarts the container after every exit code. The result is false for an init container
     * without a restart policy: after the container succeeds, the kubelet does not restart it.
     */
    static boolean isAlwaysRestarted(Pod pod, String container) {
        Optional<String> own = ownPolicy(pod, container);
        return own.isPresent() || isInitContainer(pod, container)
                ? own.filter("Always"::equals).isPresent()
                : "Always".equals(podPolicy(pod));
    }

    /**
     * Whether a container that has failed runs again, and its Job does not fail before. The container is a new one if a
     * Job creates another pod; this does not count.
     */
    static boolean isRestarted(ControllerView view, Pod pod, ContainerStatus status) {
        boolean byKubelet = RestartCounter.isInCrashLoopBackOff(status)
                || !"Never".equals(ownPolicy(pod, status.getName()).orElseGet(() -> podPolicy(pod)));
        return byKubelet && !(view.controller() instanceof Job job && failsBeforeRestart(view, job));
    }

    /**
     * Whether the Job has finished, or fails at the next restart of a container of its pods.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/job/job_controller.go">pastBackoffLimitOnFailure</a>
     */
    private static boolean failsBeforeRestart(ControllerView view, Job job) {
        if (JobStatusReader.isFinished(job)) {
            return true;
        }
        int restarts = view.pods().stream()
                .flatMap(Pods::containerStatuses)
                .mapToInt(Pods::restartCount)
                .sum();
        return restarts + 1 >= Objects.requireNonNullElse(job.getSpec().getBackoffLimit(), DEFAULT_BACKOFF_LIMIT);
    }

    private static String podPolicy(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
    }

    private static boolean isInitContainer(Pod pod, String container) {
        return pod.getSpec().getInitContainers().stream().anyMatch(candidate -> container.equals(candidate.getName()));
    }

    /** The restart policy of the container itself, which takes precedence over that of the pod. */
    private static Optional<String> ownPolicy(Pod pod, String container) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(candidate -> container.equals(candidate.getName()))
                .findFirst()
                .map(Container::getRestartPolicy);
    }
}
