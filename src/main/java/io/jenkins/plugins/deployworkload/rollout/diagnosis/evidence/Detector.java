package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.stream.Stream;

/** Detects one kind of failure. The same view always gives the same detections. */
public interface Detector {

    Stream<Detection> detect(ControllerView view);
}
