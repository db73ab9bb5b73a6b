package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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
final class PodsRefused implements Signal {

    static final String NAME = "PodsRefused";

    @Override
    public Stream<Sighting> look(Scene scene) {
        return refusals(scene).map(sighting -> makesRoom(scene, sighting) ? sighting.whileMending() : sighting);
    }

    /** Where there is no room for more pods, those that are going make some. */
    private static boolean makesRoom(Scene scene, Sighting sighting) {
        return scene.leaving() && RefusedBy.of(sighting.finding().evidence()) == RefusedBy.QUOTA;
    }

    private static Stream<Sighting> refusals(Scene scene) {
        HasMetadata maker = scene.maker();
        Place where = new Place(maker.getKind(), maker.getMetadata().getName(), null);
        if (scene.replicaSet() != null) {
            return failure(scene)
                    .map(condition -> sighting(where, condition.getLastTransitionTime(), condition.getMessage()))
                    .stream();
        }
        if (scene.controller() instanceof Deployment deployment) {
            // Where ReplicaSets may not be seen. Until a new one has refusals of its own it repeats the old ones'.
            return failure(deployment)
                    .filter(condition -> !scene.unheard())
                    .map(condition -> sighting(where, condition.getLastTransitionTime(), condition.getMessage()))
                    .stream();
        }
        if (!podsMissing(scene)) {
            return Stream.empty();
        }
        return scene
                .about(maker)
                .filter(event -> Events.has(event, "FailedCreate") && !letInSince(scene, event))
                .max(Comparator.comparing((Event event) -> Objects.requireNonNullElse(Events.time(event), "")))
                .map(event -> sighting(where, Events.time(event), event.getMessage()))
                .stream();
    }

    private static Optional<ReplicaSetCondition> failure(Scene scene) {
        return scene.replicaSet().getStatus() == null
                ? Optional.empty()
                : scene.replicaSet().getStatus().getConditions().stream()
                        .filter(condition -> "ReplicaFailure".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "FailedCreate".equals(condition.getReason()))
                        .findFirst();
    }

    private static Optional<DeploymentCondition> failure(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> "ReplicaFailure".equals(condition.getType())
                        && "True".equals(condition.getStatus())
                        && "FailedCreate".equals(condition.getReason()))
                .findFirst();
    }

    /** A pod that was made later shows that it is over, though more of them are to come one after the other. */
    private static boolean letInSince(Scene scene, Event event) {
        Instant refused = Events.instant(event).orElse(Instant.MAX);
        return Stream.concat(scene.pods().stream(), scene.older().stream())
                .map(pod -> pod.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .anyMatch(made -> !Instant.parse(made).isBefore(refused.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static boolean podsMissing(Scene scene) {
        int there = scene.pods().size() + scene.older().size();
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

    private static Sighting sighting(Place where, String since, String message) {
        RefusedBy by = RefusedBy.of(message);
        Sighting.Text text = new Sighting.Text(NAME, by.what(), by.advice());
        return Sighting.of(text, null, where, since, message);
    }
}
