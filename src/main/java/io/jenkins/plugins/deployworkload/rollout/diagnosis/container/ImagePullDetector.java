package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Detects an image that cannot be pulled. The failure of a registry can be temporary. The kubelet retries the pull, and
 * the grace period is long enough for several retries.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/images/types.go">the kubelet's
 *     reasons</a>
 */
public final class ImagePullDetector implements Detector {

    public static final String NAME = "ImagePull";

    private static final Set<String> REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.ImagePullDetector_summary(), Messages.ImagePullDetector_advice());
        return WaitingContainers.of(view, text, REASONS);
    }
}
