package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** A volume cannot be attached to the node, mostly because another node still has it. */
final class VolumeAttach implements Signal {

    static final String NAME = "VolumeAttach";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.VolumeAttach_what(), Messages.VolumeAttach_advice());
        return scene.pods().stream()
                .filter(Pods::starting)
                .flatMap(pod -> scene.about(pod)
                        .filter(event -> Events.has(event, "FailedAttachVolume"))
                        .map(event -> Sighting.of(text, pod, event)));
    }
}
