package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Detects a container that the kubelet cannot configure. A possible cause is an environment variable that refers to a
 * missing ConfigMap, Secret or key. Another possible cause is an image that runs as root or specifies its user by name,
 * although runAsNonRoot is set.
 */
public final class ConfigErrorDetector implements Detector {

    public static final String NAME = "ConfigError";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.ConfigErrorDetector_summary(), Messages.ConfigErrorDetector_advice());
        return WaitingContainers.of(view, text, Set.of("CreateContainerConfigError"));
    }
}
