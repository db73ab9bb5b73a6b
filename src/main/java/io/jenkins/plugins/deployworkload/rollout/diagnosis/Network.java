package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/**
 * The pod gets no network. With Multus also: the network that an annotation asks for is not there.
 */
final class Network implements Signal {

    static final String NAME = "Network";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.Network_what(), Messages.Network_advice());
        return BeforeStart.of(scene, text, "FailedCreatePodSandBox");
    }
}
