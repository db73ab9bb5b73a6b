package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.stream.Stream;

/** One way in which the cluster shows that something is wrong. Pure: the same scene gives the same sightings. */
public interface Detector {

    Stream<Detection> detect(ControllerView scene);
}
