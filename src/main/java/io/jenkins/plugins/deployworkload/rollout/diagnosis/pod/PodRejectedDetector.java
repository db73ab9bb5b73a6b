package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detects a pod that its node has evicted or rejected, or that has failed without a reason. The cause is a lack of memory
 * or disk space, a change of the node after the pod was scheduled, or a shutdown of the node.
 */
public final class PodRejectedDetector implements Detector {

    static final String NAME = "PodRejected";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.pods().stream()
                .filter(pod -> pod.getStatus() != null
                        && "Failed".equals(pod.getStatus().getPhase()))
                .flatMap(pod -> pod.getStatus().getReason() == null
                        ? failed(view, pod).stream()
                        : Stream.of(detection(
                                pod,
                                Messages.PodRejectedDetector_summary(),
                                Messages.PodRejectedDetector_advice(),
                                pod.getStatus().getReason() + ": "
                                        + pod.getStatus().getMessage())));
    }

    /**
     * A failed pod without a reason. The pod of a Job normally ends in this way, and its containers say why. A pod of
     * another controller must not end.
     */
    private static Optional<Detection> failed(ControllerView view, Pod pod) {
        if (view.controller() instanceof Job) {
            return Optional.empty();
        }
        String message = pod.getStatus().getMessage();
        return Optional.of(detection(
                pod,
                Messages.PodRejectedDetector_failed_summary(),
                Messages.PodRejectedDetector_failed_advice(),
                message == null || message.isBlank() ? terminations(pod) : message));
    }

    private static String terminations(Pod pod) {
        String ends = Pods.containerStatuses(pod)
                .flatMap(status -> Pods.lastTermination(status)
                        .map(end -> Messages.PodRejectedDetector_container(
                                status.getName(),
                                Objects.requireNonNullElse(end.getReason(), "Terminated"),
                                end.getExitCode()))
                        .stream())
                .collect(Collectors.joining("; "));
        return ends.isEmpty() ? "phase: Failed" : ends;
    }

    private static Detection detection(Pod pod, String summary, String advice, String evidence) {
        return Detection.of(
                new Detection.Text(NAME, summary, advice),
                pod,
                Pods.location(pod),
                pod.getStatus().getStartTime(),
                evidence);
    }
}
