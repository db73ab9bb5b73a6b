package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.stream.Stream;

/** The volume claim that the pod names is not there. */
final class ClaimMissing implements Signal {

    static final String NAME = "ClaimMissing";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ClaimMissing_what(), Messages.ClaimMissing_advice());
        return scene.pods().stream()
                .flatMap(pod -> Unschedulable.condition(pod)
                        .filter(ClaimMissing::is)
                        .map(condition -> Unschedulable.sighting(text, pod, condition))
                        .stream());
    }

    static boolean is(PodCondition condition) {
        return Unschedulable.message(condition).contains("persistentvolumeclaim \"")
                && Unschedulable.message(condition).contains("not found");
    }
}
