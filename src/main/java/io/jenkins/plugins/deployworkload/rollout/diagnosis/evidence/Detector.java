package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.stream.Stream;

/** Detects one kind of failure. A detector has no state of its own: equal views give equal detections. */
public interface Detector {

    Stream<Detection> detect(ControllerView view);
}
