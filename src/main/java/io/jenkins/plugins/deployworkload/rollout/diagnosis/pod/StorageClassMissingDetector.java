package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ClaimEvents;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.stream.Stream;

/**
 * Detects a PersistentVolumeClaim whose StorageClass does not exist. The detector reads events, because the status of
 * the claim does not show this problem.
 * The detector also finds a claim that has no StorageClass because the cluster has no default StorageClass. No warning
 * shows this problem, so the claim itself is read.
 */
public final class StorageClassMissingDetector implements Detector {

    public static final String NAME = "StorageClassMissing";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.StorageClassMissingDetector_summary(), Messages.StorageClassMissingDetector_advice());
        return Stream.concat(
                ClaimEvents.provisioningFailures(view, StorageClassMissingDetector::matches)
                        .map(failure -> failure.detection(text)),
                withoutClass(view));
    }

    private static Stream<Detection> withoutClass(ControllerView view) {
        Detection.Text text = new Detection.Text(
                NAME, Messages.StorageClassMissingDetector_noDefault_summary(), Messages.ClaimPendingDetector_advice());
        return view.unreadyPods()
                .flatMap(pod -> Pods.waitingForClaims(pod).stream()
                        .flatMap(condition -> ClaimEvents.claimNames(pod)
                                .filter(view.facts()::isWithoutClass)
                                .map(claim -> Detection.of(
                                        text,
                                        pod,
                                        new Location(ClaimEvents.KIND, claim, null),
                                        condition.getLastTransitionTime(),
                                        condition.getMessage()))));
    }

    static boolean matches(Event event) {
        return Events.message(event).contains("storageclass")
                && Events.message(event).contains("not found");
    }
}
