package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what is warned of at the volume claims of pods that are not ready, those of a StatefulSet's templates included. */
public final class ClaimEvents {

    static final String KIND = "PersistentVolumeClaim";

    /** A warning at a claim, and who needs the claim. */
    public record ProvisioningFailure(Pod pod, String claim, Event event) {

        public Detection detection(Detection.Text text) {
            return Detection.of(text, pod, new Location(KIND, claim, null), Events.lastSeen(event), event.getMessage());
        }
    }

    private ClaimEvents() {}

    public static Stream<ProvisioningFailure> provisioningFailures(ControllerView scene, Predicate<Event> which) {
        return scene.unreadyPods()
                .flatMap(pod -> claimNames(pod)
                        .flatMap(claim -> scene.warningsFor(KIND, claim)
                                .filter(event -> Events.hasReason(event, "ProvisioningFailed"))
                                .filter(which)
                                .map(event -> new ProvisioningFailure(pod, claim, event))));
    }

    /** The names of those that a pod mounts. */
    static Stream<String> claimNames(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(PersistentVolumeClaimVolumeSource::getClaimName);
    }
}
