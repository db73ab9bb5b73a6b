package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.stream.Stream;

/**
 * Detects a pod that its node has evicted or rejected. The cause is a lack of memory or disk space, or a change of the
 * node after the pod was scheduled.
 */
public final class PodRejectedDetector implements Detector {

    static final String NAME = "PodRejected";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.PodRejectedDetector_summary(), Messages.PodRejectedDetector_advice());
        return view.pods().stream()
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
