package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Detects a container that the runtime cannot create, for example because another container has the same name or the
 * storage does not respond.
 */
public final class CreateErrorDetector implements Detector {

    public static final String NAME = "CreateError";

    private static final Set<String> REASONS =
            Set.of("CreateContainerError", "PreCreateHookError", "PreStartHookError");

    @Override
    public Stream<Detection> detect(ControllerView view) {
        Detection.Text text =
                new Detection.Text(NAME, Messages.CreateErrorDetector_summary(), Messages.CreateErrorDetector_advice());
        return WaitingContainers.of(view, text, REASONS);
    }
}
