package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.status.AutoscalerHealth;
import io.jenkins.plugins.deployworkload.rollout.status.CronJobSchedule;
import io.jenkins.plugins.deployworkload.rollout.status.ServiceHealth;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Notes on objects whose status does not decide whether the workload is healthy. */
final class HealthNotes {

    private HealthNotes() {}

    /** Problems of the autoscalers, which the rollout reports as warnings. They do not affect its outcome. */
    static Map<ObjectRef, String> autoscalerProblems(RolloutState state) {
        Map<ObjectRef, String> problems = new LinkedHashMap<>();
        state.all().forEach(object -> {
            if (object.accepted() instanceof HorizontalPodAutoscaler autoscaler) {
                AutoscalerHealth.problem(autoscaler).ifPresent(problem -> problems.put(object.ref(), problem));
            }
        });
        return problems;
    }

    /** The notes of a rollout, as text such as {@code CronJob web: next run at …}. */
    static List<String> of(RolloutState state) {
        return state.all().stream()
                .flatMap(object -> note(state, object.kind() == null ? object.accepted() : object.lastSeen()).stream()
                        .map(note -> object.ref().label() + ": " + note))
                .toList();
    }

    private static Optional<String> note(RolloutState state, HasMetadata accepted) {
        if (accepted instanceof CronJob cronJob) {
            return Optional.of(CronJobSchedule.describe(cronJob, Instant.now()));
        }
        return accepted instanceof Service service
                ? ServiceHealth.problem(
                        service,
                        podControllers(
                                state,
                                ObjectRef.namespace(service, state.parameters().namespace())))
                : Optional.empty();
    }

    private static List<HasMetadata> podControllers(RolloutState state, String namespace) {
        return new NamespaceObjects(state, namespace)
                .runningPods().stream()
                        .<HasMetadata>map(TrackedObject::lastSeen)
                        .filter(Objects::nonNull)
                        // Skip Jobs that were deleted before they were seen, because their spec is unknown.
                        .filter(lastSeen -> !(lastSeen instanceof Job job) || job.getSpec() != null)
                        .toList();
    }
}
