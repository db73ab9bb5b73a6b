package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds provisioning failures of the PersistentVolumeClaims that unready pods mount, including claims from a
 * StatefulSet's volumeClaimTemplates.
 */
public final class ClaimEvents {

    public static final String KIND = "PersistentVolumeClaim";

    /** A provisioning failure of a claim, and a pod that mounts the claim. */
    public record ProvisioningFailure(Pod pod, String claim, Event event) {

        public Detection detection(Detection.Text text) {
            return Detection.of(text, pod, new Location(KIND, claim, null), Events.lastSeen(event), event.getMessage());
        }
    }

    private ClaimEvents() {}

    /**
     * Returns the last failure of each claim, if it passes the filter. A pod that has a node has all its volumes, because
     * the scheduler waits for them.
     */
    public static Stream<ProvisioningFailure> provisioningFailures(ControllerView view, Predicate<Event> filter) {
        return view.unreadyPods()
                .filter(pod -> pod.getSpec().getNodeName() == null)
                .flatMap(pod -> claimNames(pod)
                        .flatMap(claim -> view
                                .warningsFor(KIND, claim)
                                .filter(event -> Events.hasReason(event, "ProvisioningFailed"))
                                .reduce((first, second) -> second)
                                .filter(filter)
                                .map(event -> new ProvisioningFailure(pod, claim, event))
                                .stream()));
    }

    /** The names of the claims that a pod mounts. */
    public static Stream<String> claimNames(Pod pod) {
        return (pod.getSpec() == null ? Stream.<Volume>empty() : pod.getSpec().getVolumes().stream())
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .map(PersistentVolumeClaimVolumeSource::getClaimName);
    }
}
