package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ClaimEvents;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** Detects a volume that the volume provisioner cannot create at the moment; the provisioner retries. */
public final class ProvisioningDetector implements Detector {

    static final String NAME = "Provisioning";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ProvisioningDetector_summary(), Messages.ProvisioningDetector_advice());
        return ClaimEvents.provisioningFailures(view, event -> !StorageClassMissingDetector.matches(event))
                .map(failure -> failure.detection(text));
    }
}
