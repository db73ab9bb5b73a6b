package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an environment variable refers to is not there: a ConfigMap, a Secret, or a key in one. Also a user that the image
 * does not have, where the pod must not run as root.
 */
public final class ConfigErrorDetector implements Detector {

    public static final String NAME = "ConfigError";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.ConfigErrorDetector_summary(), Messages.ConfigErrorDetector_advice());
        return WaitingContainers.of(scene, text, Set.of("CreateContainerConfigError"));
    }
}
