package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what is warned of at the volume claims of pods that are not ready, those of a StatefulSet's templates included. */
final class Claims {

    static final String KIND = "PersistentVolumeClaim";

    /** A warning at a claim, and who needs the claim. */
    record Found(Pod pod, String claim, Event event) {

        Sighting sighting(Sighting.Text text) {
            return Sighting.of(text, pod, new Place(KIND, claim, null), Events.time(event), event.getMessage());
        }
    }

    private Claims() {}

    static Stream<Found> warnings(Scene scene, Predicate<Event> which) {
        return scene.unready()
                .flatMap(pod -> claims(pod)
                        .flatMap(claim -> scene.about(KIND, claim)
                                .filter(event -> Events.has(event, "ProvisioningFailed"))
                                .filter(which)
                                .map(event -> new Found(pod, claim, event))));
    }

    /** The names of those that a pod mounts. */
    static Stream<String> claims(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(PersistentVolumeClaimVolumeSource::getClaimName);
    }
}
