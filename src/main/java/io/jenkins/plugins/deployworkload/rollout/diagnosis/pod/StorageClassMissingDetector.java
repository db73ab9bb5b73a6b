package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ClaimEvents;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/**
 * Detects a PersistentVolumeClaim whose StorageClass does not exist. The detector reads events, because the status of
 * the claim does not show this problem.
 */
public final class StorageClassMissingDetector implements Detector {

    public static final String NAME = "StorageClassMissing";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.StorageClassMissingDetector_summary(), Messages.StorageClassMissingDetector_advice());
        return ClaimEvents.provisioningFailures(view, StorageClassMissingDetector::matches)
                .map(failure -> failure.detection(text));
    }

    static boolean matches(Event event) {
        return Events.message(event).contains("storageclass")
                && Events.message(event).contains("not found");
    }
}
