package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Stream;

/** A node has ended the pod, or did not let it in: short of memory or disk, or changed since the scheduler looked. */
public final class PodRejectedDetector implements Detector {

    static final String NAME = "PodRejected";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.PodRejectedDetector_summary(), Messages.PodRejectedDetector_advice());
        return scene.pods().stream()
                .filter(pod -> pod.getStatus() != null
                        && "Failed".equals(pod.getStatus().getPhase())
                        && pod.getStatus().getReason() != null)
                .map(pod -> Detection.of(
                        text,
                        pod,
                        Pods.location(pod),
                        pod.getStatus().getStartTime(),
                        pod.getStatus().getReason() + ": " + pod.getStatus().getMessage()));
    }
}
