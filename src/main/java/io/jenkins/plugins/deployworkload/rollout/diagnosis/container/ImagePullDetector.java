package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodFacts;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Detects an image that cannot be pulled. The failure of a registry can be temporary. The kubelet retries the pull, and
 * the grace period is long enough for several retries.
 * If the registry says that the image does not exist or that access is denied, the grace period is short.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/images/types.go">the kubelet's
 *     reasons</a>
 */
public final class ImagePullDetector implements Detector {

    public static final String NAME = "ImagePull";

    /** The registry has answered, and the same answer is likely after each retry. */
    public static final String CERTAIN = NAME + ".certain";

    private static final Set<String> REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");

    private static final Set<String> SELF_EXPLANATORY_REASONS =
            Set.of("RegistryUnavailable", "SignatureValidationFailed");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> REASONS.contains(Pods.waitingReason(status)))
                        .map(status -> detection(view, pod, status)));
    }

    private static Detection detection(ControllerView view, Pod pod, ContainerStatus status) {
        String current = Objects.requireNonNullElse(Pods.waitingMessage(status), "");
        String message = PodFacts.isPullError(current)
                ? current
                : view.facts()
                        .pullError(pod, status)
                        .or(() -> lastFailure(view, pod, status))
                        .orElse(current);
        PullFailure failure = PullFailure.of(classified(status, message));
        Detection detection = Detection.of(
                new Detection.Text(NAME, failure.summary(), failure.advice()),
                pod,
                Pods.location(pod, status.getName()),
                Pods.notReadySince(pod),
                message);
        return failure.isCertain() ? detection.withVariant("certain") : detection;
    }

    /** The text that names the failure. Some reasons of the kubelet say more than its message. */
    private static String classified(ContainerStatus status, String message) {
        String reason = Pods.waitingReason(status);
        String text = withoutImage(status, message);
        return SELF_EXPLANATORY_REASONS.contains(reason) ? reason + ": " + text : text;
    }

    /** The name of an image can contain words such as {@code unauthorized}. */
    private static String withoutImage(ContainerStatus status, String message) {
        return status.getImage() == null || status.getImage().isBlank()
                ? message
                : message.replace(status.getImage(), "");
    }

    /** The message of the last failed pull in the events; empty if there is none or events are not readable. */
    private static Optional<String> lastFailure(ControllerView view, Pod pod, ContainerStatus status) {
        return view.warningsFor(pod)
                .filter(event -> Events.hasReason(event, "Failed")
                        && Events.message(event).startsWith("Failed to pull image")
                        && status.getName().equals(Pods.location(pod, event).container()))
                .max(Comparator.comparing((Event event) -> Objects.requireNonNullElse(Events.lastSeen(event), "")))
                .map(Events::message);
    }
}
