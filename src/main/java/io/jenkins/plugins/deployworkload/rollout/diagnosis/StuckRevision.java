package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.stream.Stream;

/**
 * A pod of an earlier, broken revision never becomes ready, and the StatefulSet's controller waits for that before it
 * updates the next: the pod is not replaced although a good revision is there.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced rollback</a>
 */
final class StuckRevision implements Signal {

    static final String NAME = "StuckRevision";

    @Override
    public Stream<Sighting> look(Scene scene) {
        if (!(scene.controller() instanceof StatefulSet set)
                || "Parallel".equals(set.getSpec().getPodManagementPolicy())) {
            return Stream.empty();
        }
        return scene.older().stream()
                .filter(pod -> !Pods.ready(pod))
                .filter(pod -> !String.valueOf(set.getStatus().getCurrentRevision())
                        .equals(Pods.label(pod, "controller-revision-hash")))
                .map(StuckRevision::sighting);
    }

    private static Sighting sighting(Pod pod) {
        Sighting.Text text = new Sighting.Text(
                NAME,
                Messages.StuckRevision_what(),
                Messages.StuckRevision_advice(pod.getMetadata().getName()));
        String revision = Pods.label(pod, "controller-revision-hash");
        return Sighting.of(text, null, Pods.place(pod), Pods.since(pod), "controller-revision-hash: " + revision);
    }
}
