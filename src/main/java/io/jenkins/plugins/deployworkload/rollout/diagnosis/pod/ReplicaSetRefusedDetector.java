package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.status.DeploymentStatusReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects that the API server denies the ReplicaSet of a Deployment. The controller then reports a condition and an
 * event, but does not report that it has observed the applied generation. It does not update the condition when the next
 * attempt fails for the same reason, so the event tells the current cause.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/deployment/sync.go">getNewReplicaSet</a>
 */
public final class ReplicaSetRefusedDetector implements Detector {

    public static final String NAME = "ReplicaSetRefused";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        if (!(view.controller() instanceof Deployment deployment) || view.replicaSet() != null) {
            return Stream.empty();
        }
        Location location = new Location("Deployment", deployment.getMetadata().getName(), null);
        Optional<DeploymentCondition> condition = DeploymentStatusReader.replicaSetError(deployment)
                .filter(found -> DeploymentStatusReader.isObserved(deployment) || isRecent(view, found));
        Optional<Event> event = view.warningsFor(deployment)
                .filter(found -> Events.hasReason(found, DeploymentStatusReader.REPLICA_SET_ERROR))
                .filter(found -> condition.isPresent() || !DeploymentStatusReader.isObserved(deployment))
                .reduce((first, second) -> second);
        return event
                .map(found -> detection(location, Events.lastSeen(found), found.getMessage()))
                .or(() ->
                        condition.map(found -> detection(location, found.getLastTransitionTime(), found.getMessage())))
                .stream();
    }

    /**
     * Whether the condition is not left over from an earlier generation. In the second in which the rollout starts, it
     * may be; then the event tells.
     */
    private static boolean isRecent(ControllerView view, DeploymentCondition condition) {
        try {
            return condition.getLastUpdateTime() != null
                    && Instant.parse(condition.getLastUpdateTime()).isAfter(view.rolloutStart());
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Detection detection(Location location, String since, String message) {
        Detection.Text text =
                switch (AdmissionDenial.of(message)) {
                    case QUOTA ->
                        new Detection.Text(
                                NAME,
                                Messages.ReplicaSetRefusedDetector_quota_summary(),
                                Messages.ReplicaSetRefusedDetector_quota_advice());
                    case WEBHOOK ->
                        new Detection.Text(
                                NAME,
                                Messages.ReplicaSetRefusedDetector_webhook_summary(),
                                Messages.AdmissionDenial_webhook_advice());
                    case WEBHOOK_UNREACHABLE ->
                        new Detection.Text(
                                NAME,
                                Messages.ReplicaSetRefusedDetector_summary(),
                                Messages.AdmissionDenial_webhookUnreachable_advice());
                    default ->
                        new Detection.Text(
                                NAME,
                                Messages.ReplicaSetRefusedDetector_summary(),
                                Messages.AdmissionDenial_other_advice());
                };
        return Detection.of(text, null, location, since, message);
    }
}
