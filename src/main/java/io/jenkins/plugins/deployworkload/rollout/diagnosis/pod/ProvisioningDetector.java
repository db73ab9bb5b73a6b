package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ClaimEvents;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** The storage cannot make the volume, for a reason of its own: it goes on trying. */
public final class ProvisioningDetector implements Detector {

    static final String NAME = "Provisioning";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ProvisioningDetector_summary(), Messages.ProvisioningDetector_advice());
        return ClaimEvents.provisioningFailures(scene, event -> !StorageClassMissingDetector.matches(event))
                .map(found -> found.detection(text));
    }
}
