package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/**
 * Detects a PersistentVolumeClaim that is not bound. Ignores a claim whose StorageClass has the mode
 * WaitForFirstConsumer: such a claim is bound only when its pod is scheduled.
 */
public final class ClaimPendingDetector implements Detector {

    public static final String NAME = "ClaimPending";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ClaimPendingDetector_summary(), Messages.ClaimPendingDetector_advice());
        return view.pods().stream()
                .flatMap(pod -> UnschedulableDetector.condition(pod)
                        .filter(ClaimPendingDetector::matches)
                        .map(condition -> UnschedulableDetector.detection(text, pod, condition))
                        .stream());
    }

    static boolean matches(PodCondition condition) {
        return UnschedulableDetector.message(condition).contains("unbound immediate PersistentVolumeClaims");
    }
}
