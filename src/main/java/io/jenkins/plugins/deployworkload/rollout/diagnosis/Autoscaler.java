package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** The autoscaler of the same name cannot read what it scales by. The workload runs all the same. */
final class Autoscaler implements Signal {

    static final String NAME = "Autoscaler";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.Autoscaler_what(), Messages.Autoscaler_advice());
        String kind = "HorizontalPodAutoscaler";
        String name = scene.controller().getMetadata().getName();
        return scene.about(kind, name)
                .map(event ->
                        Sighting.of(text, null, new Place(kind, name, null), Events.time(event), event.getMessage()));
    }
}
