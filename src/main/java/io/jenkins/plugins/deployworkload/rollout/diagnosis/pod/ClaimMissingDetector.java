package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.stream.Stream;

/** Detects a pod whose PersistentVolumeClaim does not exist. */
public final class ClaimMissingDetector implements Detector {

    public static final String NAME = "ClaimMissing";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.ClaimMissingDetector_summary(), Messages.ClaimMissingDetector_advice());
        return view.pods().stream()
                .flatMap(pod -> UnschedulableDetector.condition(pod)
                        .filter(ClaimMissingDetector::matches)
                        .map(condition -> UnschedulableDetector.detection(text, pod, condition))
                        .stream());
    }

    static boolean matches(PodCondition condition) {
        return UnschedulableDetector.message(condition).contains("persistentvolumeclaim \"")
                && UnschedulableDetector.message(condition).contains("not found");
    }
}
