package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No node can take the pod. An autoscaler may be about to bring one, so this waits longer than any autoscaler takes.
 */
final class Unschedulable implements Signal {

    static final String NAME = "Unschedulable";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.Unschedulable_what(), Messages.Unschedulable_advice());
        return scene.pods().stream()
                .flatMap(pod -> condition(pod)
                        .filter(condition -> !ClaimPending.is(condition) && !ClaimMissing.is(condition))
                        .map(condition -> sighting(text, pod, condition))
                        .stream());
    }

    /** The scheduler's own word, if it has given up on the pod for now. */
    static Optional<PodCondition> condition(Pod pod) {
        return Pods.condition(pod, "PodScheduled")
                .filter(condition ->
                        "False".equals(condition.getStatus()) && "Unschedulable".equals(condition.getReason()));
    }

    static Sighting sighting(Sighting.Text text, Pod pod, PodCondition condition) {
        return Sighting.of(text, pod, Pods.place(pod), condition.getLastTransitionTime(), condition.getMessage());
    }

    static String message(PodCondition condition) {
        return Objects.requireNonNullElse(condition.getMessage(), "");
    }
}
