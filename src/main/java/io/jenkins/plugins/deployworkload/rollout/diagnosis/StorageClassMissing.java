package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import java.util.stream.Stream;

/** A volume claim asks for a storage class that is not there. The claim says nothing; only an event at it does. */
final class StorageClassMissing implements Signal {

    static final String NAME = "StorageClassMissing";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text =
                new Sighting.Text(NAME, Messages.StorageClassMissing_what(), Messages.StorageClassMissing_advice());
        return Claims.warnings(scene, StorageClassMissing::is).map(found -> found.sighting(text));
    }

    static boolean is(Event event) {
        return Events.message(event).contains("storageclass")
                && Events.message(event).contains("not found");
    }
}
