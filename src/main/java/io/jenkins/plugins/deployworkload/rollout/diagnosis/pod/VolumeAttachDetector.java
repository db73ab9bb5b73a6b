package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** Detects a volume that cannot be attached to the node, usually because the volume is attached to another node. */
public final class VolumeAttachDetector implements Detector {

    public static final String NAME = "VolumeAttach";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.VolumeAttachDetector_summary(), Messages.VolumeAttachDetector_advice());
        return StartupEvents.of(view, text, "FailedAttachVolume");
    }
}
