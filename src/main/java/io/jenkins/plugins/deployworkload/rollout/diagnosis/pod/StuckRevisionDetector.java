package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod of an earlier, broken revision never becomes ready, and the StatefulSet's controller waits for that before it
 * updates the next: the pod is not replaced although a good revision is there. One that shows nothing but that it is not
 * ready may be a slow one, which holds up the update for a while and ends nothing.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced rollback</a>
 */
public final class StuckRevisionDetector implements Detector {

    public static final String NAME = "StuckRevision";

    private static final String SLOW_GRACE_KEY = NAME + ".slow";
    private static final String REVISION_HASH = "controller-revision-hash";

    private final List<Detector> podDetectors;

    /** @param others that tell of a pod whether it will ever be ready */
    public StuckRevisionDetector(List<Detector> others) {
        this.podDetectors = others;
    }

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        if (!(scene.controller() instanceof StatefulSet set)
                || "Parallel".equals(set.getSpec().getPodManagementPolicy())) {
            return Stream.empty();
        }
        String current = String.valueOf(set.getStatus().getCurrentRevision());
        return scene.oldPods().stream().filter(pod -> !Pods.isReady(pod)).flatMap(pod -> {
            Optional<Detection> broken = fatalDetection(scene.forPod(pod));
            // One of the revision that is being replaced is about to go, unless it is broken too.
            return broken.isPresent() || !current.equals(Pods.label(pod, REVISION_HASH))
                    ? Stream.of(detection(pod, broken))
                    : Stream.empty();
        });
    }

    private Optional<Detection> fatalDetection(ControllerView alone) {
        return podDetectors.stream()
                .flatMap(signal -> signal.detect(alone))
                .filter(sighting -> GracePeriods.endsRollout(sighting.graceKey()))
                .findFirst();
    }

    private static Detection detection(Pod pod, Optional<Detection> broken) {
        String name = pod.getMetadata().getName();
        String words = REVISION_HASH + ": " + Pods.label(pod, REVISION_HASH);
        if (broken.isEmpty()) {
            Detection.Text text = new Detection.Text(
                    NAME,
                    Messages.StuckRevisionDetector_slow_summary(),
                    Messages.StuckRevisionDetector_slow_advice(name));
            return Detection.of(text, null, Pods.location(pod), Pods.notReadySince(pod), words)
                    .withGraceKey(SLOW_GRACE_KEY);
        }
        Finding why = broken.get().finding();
        Detection.Text text = new Detection.Text(
                NAME, Messages.StuckRevisionDetector_summary(), Messages.StuckRevisionDetector_advice(name));
        return Detection.of(
                text,
                null,
                Pods.location(pod),
                Pods.notReadySince(pod),
                words + ", " + why.signal() + ": " + Redaction.of(pod).hide(why.evidence()));
    }
}
