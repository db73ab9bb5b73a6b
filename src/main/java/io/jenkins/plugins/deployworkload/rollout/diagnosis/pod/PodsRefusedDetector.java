package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API server does not let the pods in: quota, LimitRange, PodSecurity, a webhook, a service account that is not there.
 * A ReplicaSet says so in a condition, which goes when a pod is let in. The others say so by an event only, which stays:
 * with them it counts while pods are missing.
 */
public final class PodsRefusedDetector implements Detector {

    public static final String NAME = "PodsRefused";

    @Override
    public Stream<Detection> detect(ControllerView scene) {
        return createFailures(scene)
                .map(sighting -> terminatingPodsMayFreeQuota(scene, sighting) ? sighting.asRecovering() : sighting);
    }

    /** Where there is no room for more pods, those that are going make some. */
    private static boolean terminatingPodsMayFreeQuota(ControllerView scene, Detection sighting) {
        return scene.anyTerminating() && AdmissionDenial.of(sighting.finding().evidence()) == AdmissionDenial.QUOTA;
    }

    private static Stream<Detection> createFailures(ControllerView scene) {
        HasMetadata maker = scene.podOwner();
        Location where = new Location(maker.getKind(), maker.getMetadata().getName(), null);
        if (scene.replicaSet() != null) {
            return replicaFailure(scene)
                    .map(condition -> detection(where, condition.getLastTransitionTime(), condition.getMessage()))
                    .stream();
        }
        if (scene.controller() instanceof Deployment deployment) {
            // Where ReplicaSets may not be seen. Until a new one has refusals of its own it repeats the old ones'.
            return replicaFailure(deployment)
                    .filter(condition -> !scene.replicaSetUnknown())
                    .map(condition -> detection(where, condition.getLastTransitionTime(), condition.getMessage()))
                    .stream();
        }
        if (!podsMissing(scene)) {
            return Stream.empty();
        }
        return scene
                .warningsFor(maker)
                .filter(event -> Events.hasReason(event, "FailedCreate") && !podCreatedSince(scene, event))
                .max(Comparator.comparing((Event event) -> Objects.requireNonNullElse(Events.lastSeen(event), "")))
                .map(event -> detection(where, Events.lastSeen(event), event.getMessage()))
                .stream();
    }

    private static Optional<ReplicaSetCondition> replicaFailure(ControllerView scene) {
        return scene.replicaSet().getStatus() == null
                ? Optional.empty()
                : scene.replicaSet().getStatus().getConditions().stream()
                        .filter(condition -> "ReplicaFailure".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "FailedCreate".equals(condition.getReason()))
                        .findFirst();
    }

    private static Optional<DeploymentCondition> replicaFailure(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> "ReplicaFailure".equals(condition.getType())
                        && "True".equals(condition.getStatus())
                        && "FailedCreate".equals(condition.getReason()))
                .findFirst();
    }

    /** A pod that was made later shows that it is over, though more of them are to come one after the other. */
    private static boolean podCreatedSince(ControllerView scene, Event event) {
        Instant refused = Events.lastSeenInstant(event).orElse(Instant.MAX);
        return Stream.concat(scene.pods().stream(), scene.oldPods().stream())
                .map(pod -> pod.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .anyMatch(made -> !Instant.parse(made).isBefore(refused.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static boolean podsMissing(ControllerView scene) {
        int there = scene.pods().size() + scene.oldPods().size();
        return switch (scene.controller()) {
            case StatefulSet set ->
                there < Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
            case DaemonSet set ->
                set.getStatus() != null
                        && there < Objects.requireNonNullElse(set.getStatus().getDesiredNumberScheduled(), 0);
            case Job job -> there == 0;
            default -> false;
        };
    }

    private static Detection detection(Location where, String since, String message) {
        AdmissionDenial by = AdmissionDenial.of(message);
        Detection.Text text = new Detection.Text(NAME, by.summary(), by.advice());
        return Detection.of(text, null, where, since, message);
    }
}
