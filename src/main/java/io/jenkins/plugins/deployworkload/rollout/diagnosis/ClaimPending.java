package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.stream.Stream;

/**
 * A volume claim is not bound to a volume. One that waits for its first pod (WaitForFirstConsumer) does not show here: the
 * scheduler takes that into account.
 */
final class ClaimPending implements Signal {

    static final String NAME = "ClaimPending";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ClaimPending_what(), Messages.ClaimPending_advice());
        return scene.pods().stream()
                .flatMap(pod -> Unschedulable.condition(pod)
                        .filter(ClaimPending::is)
                        .map(condition -> Unschedulable.sighting(text, pod, condition))
                        .stream());
    }

    static boolean is(PodCondition condition) {
        return Unschedulable.message(condition).contains("unbound immediate PersistentVolumeClaims");
    }
}
