package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/** Whatever else the cluster warns of at a pod that is not ready: nobody knows all reasons, so none is kept back. */
final class OtherWarning implements Signal {

    static final String NAME = "OtherWarning";

    /** Those that are told better by others. */
    private static final Set<String> TOLD = Set.of(
            "BackOff",
            "ErrImageNeverPull",
            "Failed",
            "FailedAttachVolume",
            "FailedCreatePodSandBox",
            "FailedMount",
            "FailedScheduling",
            "InspectFailed",
            "Unhealthy");

    @Override
    public Stream<Sighting> look(Scene scene) {
        return scene.unready()
                .flatMap(pod -> scene.about(pod)
                        .filter(event -> event.getReason() != null && !TOLD.contains(event.getReason()))
                        .map(event -> Sighting.of(
                                new Sighting.Text(
                                        NAME,
                                        Messages.OtherWarning_what(event.getReason()),
                                        Messages.OtherWarning_advice()),
                                pod,
                                event)));
    }
}
