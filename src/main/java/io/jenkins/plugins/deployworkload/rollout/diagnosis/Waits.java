package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/** Finds containers that cannot start, by the reason for which the kubelet lets them wait. */
final class Waits {

    private Waits() {}

    static Stream<Sighting> of(Scene scene, Sighting.Text text, Set<String> reasons) {
        return scene.unready()
                .flatMap(pod -> Pods.containers(pod)
                        .filter(status -> reasons.contains(Pods.waiting(status)))
                        .map(status -> Sighting.of(
                                text, pod, Pods.place(pod, status.getName()), Pods.since(pod), Pods.message(status))));
    }
}
