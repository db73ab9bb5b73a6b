package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects a container that the kubelet cannot configure. A possible cause is an environment variable that refers to a
 * missing ConfigMap, Secret or key. Another possible cause is an image that runs as root or specifies its user by name,
 * although runAsNonRoot is set.
 * The kubelet may also not have received the objects in time.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/kubelet_pods.go">makeEnvironmentVariables</a>
 */
public final class ConfigErrorDetector implements Detector {

    public static final String NAME = "ConfigError";

    /** The image does not allow the container's security context. */
    public static final String CERTAIN = NAME + ".certain";

    /** The message does not say that an object is missing. */
    public static final String OTHER = NAME + ".other";

    /** Never ends a rollout: the kubelet tries again. */
    private static final String SYNC_GRACE_KEY = NAME + "-sync";

    /**
     * The kubelet has waited for its own cache in vain.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/util/manager/watch_based_manager.go">the
     *     kubelet's cache</a>
     */
    private static final Pattern SYNC =
            Pattern.compile("failed to sync \\w+ cache|services have not yet been read|timed out waiting for");

    private static final Pattern MISSING = Pattern.compile("not found|couldn't find key");

    private static final Pattern ROOT = Pattern.compile("runAsNonRoot|non-numeric user");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> "CreateContainerConfigError".equals(Pods.waitingReason(status)))
                        .map(status -> detection(pod, status)));
    }

    private static Detection detection(Pod pod, ContainerStatus status) {
        String message = Objects.requireNonNullElse(Pods.waitingMessage(status), "");
        if (SYNC.matcher(message).find()) {
            return detection(
                            pod,
                            status,
                            Messages.ConfigErrorDetector_sync_summary(),
                            Messages.ConfigErrorDetector_sync_advice())
                    .withGraceKey(SYNC_GRACE_KEY);
        }
        if (MISSING.matcher(message).find()) {
            return detection(
                    pod, status, Messages.ConfigErrorDetector_summary(), Messages.ConfigErrorDetector_advice());
        }
        return ROOT.matcher(message).find()
                ? detection(
                                pod,
                                status,
                                Messages.ConfigErrorDetector_root_summary(),
                                Messages.ConfigErrorDetector_root_advice())
                        .withVariant("certain")
                : detection(
                                pod,
                                status,
                                Messages.ConfigErrorDetector_other_summary(),
                                Messages.ConfigErrorDetector_other_advice())
                        .withVariant("other");
    }

    private static Detection detection(Pod pod, ContainerStatus status, String summary, String advice) {
        return Detection.of(
                new Detection.Text(NAME, summary, advice),
                pod,
                Pods.location(pod, status.getName()),
                Pods.notReadySince(pod),
                Pods.waitingMessage(status));
    }
}
