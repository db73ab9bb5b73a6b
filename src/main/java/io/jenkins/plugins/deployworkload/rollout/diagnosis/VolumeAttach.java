package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** A volume cannot be attached to the node, mostly because another node still has it. */
final class VolumeAttach implements Signal {

    static final String NAME = "VolumeAttach";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.VolumeAttach_what(), Messages.VolumeAttach_advice());
        return BeforeStart.of(scene, text, "FailedAttachVolume");
    }
}
