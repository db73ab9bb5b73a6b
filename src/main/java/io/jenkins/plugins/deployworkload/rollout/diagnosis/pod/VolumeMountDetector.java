package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects a volume that cannot be mounted, usually because its ConfigMap or Secret does not exist. The detector reads
 * events, because the status of the pod shows only ContainerCreating.
 */
public final class VolumeMountDetector implements Detector {

    public static final String NAME = "VolumeMount";

    /** Messages about an object of the API that a volume refers to, or about a key in it. */
    private static final Pattern REFERENCE =
            Pattern.compile("configmap|secret|persistentvolumeclaim|not registered", Pattern.CASE_INSENSITIVE);

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return Stream.of("FailedMount", "FailedMapVolume")
                .flatMap(reason -> StartupEvents.of(view, VolumeMountDetector::text, reason));
    }

    private static Detection.Text text(Event event) {
        return new Detection.Text(
                NAME,
                Messages.VolumeMountDetector_summary(),
                REFERENCE.matcher(Events.message(event)).find()
                        ? Messages.VolumeMountDetector_advice()
                        : Messages.VolumeMountDetector_volume_advice());
    }
}
