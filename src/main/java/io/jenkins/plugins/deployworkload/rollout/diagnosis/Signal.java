package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** One way in which the cluster shows that something is wrong. Pure: the same scene gives the same sightings. */
interface Signal {

    Stream<Sighting> look(Scene scene);
}
