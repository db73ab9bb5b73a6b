package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.status.DeploymentStatusReader;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Detects a paused Deployment whose pods must be updated. The controller of a paused Deployment changes the number of
 * replicas, but creates no ReplicaSet and replaces no pod. If a user resumes the Deployment, its generation changes, and
 * the rollout ends as superseded, so waiting does not help.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/deployment/sync.go">sync</a>
 */
public final class PausedDetector implements Detector {

    public static final String NAME = "Paused";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.controller() instanceof Deployment deployment
                        && Boolean.TRUE.equals(deployment.getSpec().getPaused())
                        && DeploymentStatusReader.isObserved(deployment)
                        && needsUpdate(deployment)
                ? Stream.of(detection(deployment))
                : Stream.empty();
    }

    /** Whether pods of the current template are missing that only an update creates. */
    private static boolean needsUpdate(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        int desired = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        int all = Objects.requireNonNullElse(status.getReplicas(), 0);
        int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
        return updated < desired && (updated == 0 || updated < all);
    }

    private static Detection detection(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        String since = deployment.getStatus().getConditions().stream()
                .filter(condition -> "DeploymentPaused".equals(condition.getReason()))
                .map(DeploymentCondition::getLastTransitionTime)
                .findFirst()
                .orElse(null);
        String advice = isPausedByDefinition(deployment)
                ? Messages.PausedDetector_definition_advice()
                : Messages.PausedDetector_advice(name);
        return Detection.of(
                new Detection.Text(NAME, Messages.PausedDetector_summary(), advice),
                null,
                new Location("Deployment", name, null),
                since,
                "spec.paused: true");
    }

    /** Whether the field belongs to the definition that this plugin has applied. */
    private static boolean isPausedByDefinition(Deployment deployment) {
        return deployment.getMetadata().getManagedFields().stream()
                .filter(entry -> FieldManagers.FIELD_MANAGER.equals(entry.getManager())
                        && entry.getSubresource() == null
                        && entry.getFieldsV1() != null)
                .anyMatch(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                        && spec.containsKey("f:paused"));
    }
}
