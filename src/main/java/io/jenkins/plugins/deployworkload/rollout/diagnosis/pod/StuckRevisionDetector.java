package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Detects a pod of an earlier, broken revision that blocks the update of a StatefulSet. The StatefulSet controller
 * waits until the broken pod is ready, and updates neither this pod nor the next pods, even if the new revision works.
 * An old pod that is not ready but has no detected problem is possibly only slow. The detector reports a slow pod too,
 * but a slow pod never fails the rollout.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced
 *     rollback</a>
 */
public final class StuckRevisionDetector implements Detector {

    public static final String NAME = "StuckRevision";

    private static final String SLOW_GRACE_KEY = NAME + "-slow";
    private static final String REVISION_HASH = "controller-revision-hash";

    private final List<Detector> podDetectors;
    private final Predicate<String> endsRollout;

    /**
     * @param podDetectors the detectors whose detections show that a pod will not become ready
     * @param endsRollout whether detections with a given grace key can fail a rollout
     */
    public StuckRevisionDetector(List<Detector> podDetectors, Predicate<String> endsRollout) {
        this.podDetectors = podDetectors;
        this.endsRollout = endsRollout;
    }

    @Override
    public Stream<Detection> detect(ControllerView view) {
        if (!(view.controller() instanceof StatefulSet set)
                || set.getStatus() == null
                || "Parallel".equals(set.getSpec().getPodManagementPolicy())) {
            return Stream.empty();
        }
        String current = String.valueOf(set.getStatus().getCurrentRevision());
        return view.oldPods().stream().filter(pod -> !Pods.isReady(pod)).flatMap(pod -> {
            Optional<Detection> failure = fatalDetection(view.forPod(pod));
            // Ignore a pod of the StatefulSet's current revision without a detected problem, because the controller
            // will update the pod.
            return failure.isPresent() || !current.equals(Pods.label(pod, REVISION_HASH))
                    ? Stream.of(detection(pod, failure))
                    : Stream.empty();
        });
    }

    private Optional<Detection> fatalDetection(ControllerView podView) {
        return podDetectors.stream()
                .flatMap(detector -> detector.detect(podView))
                .filter(detection -> endsRollout.test(detection.graceKey()))
                .findFirst();
    }

    private static Detection detection(Pod pod, Optional<Detection> failure) {
        String name = pod.getMetadata().getName();
        String evidence = REVISION_HASH + ": " + Pods.label(pod, REVISION_HASH);
        if (failure.isEmpty()) {
            Detection.Text text = new Detection.Text(
                    NAME,
                    Messages.StuckRevisionDetector_slow_summary(),
                    Messages.StuckRevisionDetector_slow_advice(name));
            return Detection.of(text, null, Pods.location(pod), Pods.notReadySince(pod), evidence)
                    .withGraceKey(SLOW_GRACE_KEY);
        }
        Finding finding = failure.get().finding();
        Detection.Text text = new Detection.Text(
                NAME, Messages.StuckRevisionDetector_summary(), Messages.StuckRevisionDetector_advice(name));
        return Detection.of(
                text,
                null,
                Pods.location(pod),
                Pods.notReadySince(pod),
                evidence + ", " + finding.signal() + ": " + Redaction.of(pod).hide(finding.evidence()));
    }
}
