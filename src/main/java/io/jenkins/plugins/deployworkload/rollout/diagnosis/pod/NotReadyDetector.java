package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes what a pod is waiting for. {@code Diagnosis} reports this only about a pod that has not been ready for a
 * minute and about which no other detector reports anything: a deploy must not wait in silence.
 */
public final class NotReadyDetector implements Detector {

    static final String NAME = "NotReady";

    /** Most pods start within this time. It is not a grace period, so tests do not scale it. */
    private static final Duration DELAY = Duration.ofMinutes(1);

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .filter(pod -> !Pods.isTerminal(pod))
                .map(pod -> detection(pod).reportedAfter(DELAY));
    }

    private static Detection detection(Pod pod) {
        Optional<ContainerStatus> container = Pods.containerStatuses(pod)
                .filter(status -> !Boolean.TRUE.equals(status.getReady()) && !isCompleted(status))
                .findFirst();
        if (pod.getSpec().getNodeName() == null && container.isEmpty()) {
            return unscheduled(pod);
        }
        if (container.isEmpty()) {
            return gated(pod);
        }
        ContainerStatus status = container.get();
        if (Pods.isRunning(status)) {
            return detection(
                    pod,
                    status.getName(),
                    Messages.NotReadyDetector_running_summary(),
                    Messages.NotReadyDetector_running_advice(),
                    conditionMessage(pod, "ContainersReady"));
        }
        String reason = Pods.waitingReason(status);
        return detection(
                pod,
                status.getName(),
                Messages.NotReadyDetector_waiting_summary(reason.isEmpty() ? "Pending" : reason),
                Messages.NotReadyDetector_waiting_advice(),
                Pods.waitingMessage(status) == null
                        ? conditionMessage(pod, "ContainersReady")
                        : Pods.waitingMessage(status));
    }

    private static Detection unscheduled(Pod pod) {
        String reason =
                Pods.condition(pod, "PodScheduled").map(PodCondition::getReason).orElse(null);
        String scheduler = Objects.requireNonNullElse(pod.getSpec().getSchedulerName(), "default-scheduler");
        return detection(
                pod,
                null,
                reason == null
                        ? Messages.NotReadyDetector_noScheduler_summary()
                        : Messages.NotReadyDetector_unscheduled_summary(reason),
                Messages.NotReadyDetector_noScheduler_advice(scheduler),
                Objects.requireNonNullElse(conditionMessage(pod, "PodScheduled"), "schedulerName: " + scheduler));
    }

    private static Detection gated(Pod pod) {
        String gates = pod.getSpec().getReadinessGates().stream()
                .map(PodReadinessGate::getConditionType)
                .filter(type -> Pods.condition(pod, type)
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isEmpty())
                .collect(Collectors.joining(", "));
        return gates.isEmpty()
                ? detection(
                        pod,
                        null,
                        Messages.NotReadyDetector_summary(),
                        Messages.NotReadyDetector_waiting_advice(),
                        conditionMessage(pod, "Ready"))
                : detection(
                        pod,
                        null,
                        Messages.NotReadyDetector_gates_summary(),
                        Messages.NotReadyDetector_gates_advice(),
                        gates);
    }

    /** Whether the container is an init container that has done its work. */
    private static boolean isCompleted(ContainerStatus status) {
        return status.getState() != null
                && status.getState().getTerminated() != null
                && Objects.equals(status.getState().getTerminated().getExitCode(), 0);
    }

    private static String conditionMessage(Pod pod, String type) {
        return Pods.condition(pod, type).map(PodCondition::getMessage).orElse(null);
    }

    private static Detection detection(Pod pod, String container, String summary, String advice, String evidence) {
        return Detection.of(
                new Detection.Text(NAME, summary, advice),
                pod,
                Pods.location(pod, container),
                Pods.notReadySince(pod),
                evidence);
    }
}
