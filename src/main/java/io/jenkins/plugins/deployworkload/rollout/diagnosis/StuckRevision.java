package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
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
final class StuckRevision implements Signal {

    static final String NAME = "StuckRevision";

    private static final String SLOW = NAME + ".slow";
    private static final String HASH = "controller-revision-hash";

    private final List<Signal> others;

    /** @param others that tell of a pod whether it will ever be ready */
    StuckRevision(List<Signal> others) {
        this.others = others;
    }

    @Override
    public Stream<Sighting> look(Scene scene) {
        if (!(scene.controller() instanceof StatefulSet set)
                || "Parallel".equals(set.getSpec().getPodManagementPolicy())) {
            return Stream.empty();
        }
        String current = String.valueOf(set.getStatus().getCurrentRevision());
        return scene.older().stream().filter(pod -> !Pods.ready(pod)).flatMap(pod -> {
            Optional<Sighting> broken = broken(scene.of(pod));
            // One of the revision that is being replaced is about to go, unless it is broken too.
            return broken.isPresent() || !current.equals(Pods.label(pod, HASH))
                    ? Stream.of(sighting(pod, broken))
                    : Stream.empty();
        });
    }

    private Optional<Sighting> broken(Scene alone) {
        return others.stream()
                .flatMap(signal -> signal.look(alone))
                .filter(sighting -> Graces.end(sighting.signal()))
                .findFirst();
    }

    private static Sighting sighting(Pod pod, Optional<Sighting> broken) {
        String name = pod.getMetadata().getName();
        String words = HASH + ": " + Pods.label(pod, HASH);
        if (broken.isEmpty()) {
            Sighting.Text text = new Sighting.Text(
                    NAME, Messages.StuckRevision_slow_what(), Messages.StuckRevision_slow_advice(name));
            return Sighting.of(text, null, Pods.place(pod), Pods.since(pod), words)
                    .as(SLOW);
        }
        Finding why = broken.get().finding();
        Sighting.Text text =
                new Sighting.Text(NAME, Messages.StuckRevision_what(), Messages.StuckRevision_advice(name));
        return Sighting.of(
                text,
                null,
                Pods.place(pod),
                Pods.since(pod),
                words + ", " + why.signal() + ": " + Redaction.of(pod).hide(why.evidence()));
    }
}
