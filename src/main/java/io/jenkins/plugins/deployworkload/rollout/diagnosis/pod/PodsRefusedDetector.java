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
 * Detects that the API server denies the creation of pods. The reason is a quota, a LimitRange, Pod Security, an
 * admission webhook or policy, or a missing ServiceAccount or PriorityClass. A ReplicaSet reports the denial in a
 * condition, which is cleared when a pod is created. All other controllers report the denial in an event, which remains
 * after the problem is resolved. The detector therefore ignores an event if no pods are missing, or if a pod was
 * created after the event.
 */
public final class PodsRefusedDetector implements Detector {

    public static final String NAME = "PodsRefused";

    /** A rule of the cluster denies the pod, whenever it is created. */
    public static final String CERTAIN = NAME + ".certain";

    /** The same, from a source that may show a denial of the previous pod template. */
    public static final String CERTAIN_EVENT = NAME + ".certainEvent";

    /** An admission webhook does not respond. */
    public static final String UNREACHABLE = NAME + ".unreachable";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return createFailures(view)
                .map(detection -> terminatingPodsMayFreeQuota(view, detection) ? detection.asRecovering() : detection);
    }

    /** Whether a quota denies the pods, and terminating pods can free the quota. */
    private static boolean terminatingPodsMayFreeQuota(ControllerView view, Detection detection) {
        return view.anyTerminating() && AdmissionDenial.of(detection.finding().evidence()) == AdmissionDenial.QUOTA;
    }

    private static Stream<Detection> createFailures(ControllerView view) {
        HasMetadata controller = view.podOwner();
        Location location =
                new Location(controller.getKind(), controller.getMetadata().getName(), null);
        if (view.replicaSet() != null) {
            // A condition from before the rollout stays until the next retry, even if the rule has been changed.
            return replicaFailure(view)
                    .map(condition -> detection(
                            location,
                            condition.getLastTransitionTime(),
                            condition.getMessage(),
                            view.restarts().isSinceRolloutStart(condition.getLastTransitionTime())))
                    .stream();
        }
        if (view.controller() instanceof Deployment deployment) {
            // If the account has no permission to watch ReplicaSets, read the condition of the Deployment. Ignore the
            // condition if the cache contains only old ReplicaSets: until the new ReplicaSet has a condition, the
            // Deployment repeats the condition of the old ReplicaSet.
            return replicaFailure(deployment)
                    .filter(condition -> !view.replicaSetUnknown())
                    .map(condition ->
                            detection(location, condition.getLastTransitionTime(), condition.getMessage(), false))
                    .stream();
        }
        if (!podsMissing(view)) {
            return Stream.empty();
        }
        return view
                .warningsFor(controller)
                .filter(event -> Events.hasReason(event, "FailedCreate") && !podCreatedSince(view, event))
                .max(Comparator.comparing((Event event) -> Objects.requireNonNullElse(Events.lastSeen(event), "")))
                .map(event -> detection(location, Events.lastSeen(event), Events.message(event), false))
                .stream();
    }

    private static Optional<ReplicaSetCondition> replicaFailure(ControllerView view) {
        return view.replicaSet().getStatus() == null
                ? Optional.empty()
                : view.replicaSet().getStatus().getConditions().stream()
                        .filter(condition -> "ReplicaFailure".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "FailedCreate".equals(condition.getReason()))
                        .findFirst();
    }

    private static Optional<DeploymentCondition> replicaFailure(Deployment deployment) {
        return deployment.getStatus() == null
                ? Optional.empty()
                : deployment.getStatus().getConditions().stream()
                        .filter(condition -> "ReplicaFailure".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "FailedCreate".equals(condition.getReason()))
                        .findFirst();
    }

    /**
     * Whether a pod was created after the event, which means that the problem is resolved. Further pods can still be
     * missing, because some controllers create one pod at a time.
     */
    private static boolean podCreatedSince(ControllerView view, Event event) {
        Instant deniedAt = Events.lastSeenInstant(event).orElse(Instant.MAX);
        return Stream.concat(view.pods().stream(), view.oldPods().stream())
                .map(pod -> pod.getMetadata().getCreationTimestamp())
                .flatMap(created -> Events.instant(created).stream())
                .anyMatch(created -> !created.isBefore(deniedAt.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static boolean podsMissing(ControllerView view) {
        int existing = view.pods().size() + view.oldPods().size();
        return switch (view.controller()) {
            case StatefulSet set ->
                existing < Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
            case DaemonSet set ->
                set.getStatus() != null
                        && existing < Objects.requireNonNullElse(set.getStatus().getDesiredNumberScheduled(), 0);
            case Job job -> existing == 0;
            default -> false;
        };
    }

    /** @param current whether the message is certainly about the applied revision */
    private static Detection detection(Location location, String since, String text, boolean current) {
        String message = Objects.requireNonNullElse(text, "");
        AdmissionDenial denial = AdmissionDenial.of(message);
        Detection detection = Detection.of(
                new Detection.Text(NAME, denial.summary(), denial.advice()), null, location, since, message);
        if (denial == AdmissionDenial.WEBHOOK_UNREACHABLE) {
            return detection.withVariant("unreachable");
        }
        if (!denial.isCertain(message)) {
            return detection;
        }
        return detection.withVariant(current ? "certain" : "certainEvent");
    }
}
