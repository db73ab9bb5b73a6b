package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects a pod whose sandbox cannot be created, mostly because its network cannot be set up. With Multus, the cause can
 * be a network in the pod's annotation that does not exist.
 */
public final class NetworkDetector implements Detector {

    public static final String NAME = "Network";

    /** Words of containerd, CRI-O and network plugins. Other messages are about the runtime or the sandbox image. */
    private static final Pattern NETWORK =
            Pattern.compile("network|\\bcni\\b|multus|\\bIP\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return StartupEvents.of(view, NetworkDetector::text, StartupEvents.SANDBOX);
    }

    private static Detection.Text text(Event event) {
        return NETWORK.matcher(Events.message(event)).find()
                ? new Detection.Text(NAME, Messages.NetworkDetector_summary(), Messages.NetworkDetector_advice())
                : new Detection.Text(
                        NAME, Messages.NetworkDetector_sandbox_summary(), Messages.NetworkDetector_sandbox_advice());
    }
}
