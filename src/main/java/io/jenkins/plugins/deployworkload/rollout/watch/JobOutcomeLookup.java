package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out the outcome of a deleted Job from the events of the Job controller. By default the API server keeps events
 * for an hour. The lookup is necessary because an interruption of the watch or a restart of Jenkins may last longer
 * than the Job's {@code ttlSecondsAfterFinished}.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/job/job_controller.go">recordJobFinished</a>
 */
public final class JobOutcomeLookup {

    private static final String COMPLETED_REASON = "Completed";

    private static final Set<String> FAILED_REASONS = Set.of(
            "BackoffLimitExceeded",
            "DeadlineExceeded",
            "PodFailurePolicy",
            "FailedIndexes",
            "MaxFailedIndexesExceeded");

    private final Connection connection;

    JobOutcomeLookup(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param object a Job that was applied and no longer exists
     * @return the last known state of the Job. If the Job was never seen, that state contains the name, the namespace
     *     and the UID, and nothing else
     */
    static Job lastKnownState(TrackedObject<?> object) {
        AppliedObject applied = object.applied();
        if (object.lastSeen() instanceof Job job
                && applied.uid().equals(job.getMetadata().getUid())) {
            return job;
        }
        return new JobBuilder()
                .withNewMetadata()
                .withName(applied.name())
                .withNamespace(applied.namespace())
                .withUid(applied.uid())
                .endMetadata()
                .build();
    }

    /**
     * @param last the last known state of the Job; it must contain the namespace and the UID
     * @return the last known state with the final condition; without that condition if there is no event or the account
     *     may not read events
     */
    Job find(Job last) {
        String path = "/api/v1/namespaces/" + last.getMetadata().getNamespace() + "/events";
        Map<String, String> query = Map.of(
                "fieldSelector", "involvedObject.uid=" + last.getMetadata().getUid());
        try {
            return connection
                    .apiClient()
                    .call(ApiRequest.get(path, query), EventList.class)
                    .object()
                    .getItems()
                    .stream()
                    .flatMap(event -> fromEvent(last, event))
                    .findFirst()
                    .orElse(last);
        } catch (RuntimeException problem) {
            return last;
        }
    }

    private static Stream<Job> fromEvent(Job last, Event event) {
        if (COMPLETED_REASON.equals(event.getReason())) {
            return Stream.of(withCondition(last, "Complete", event));
        }
        return event.getReason() != null && FAILED_REASONS.contains(event.getReason())
                ? Stream.of(withCondition(last, "Failed", event))
                : Stream.empty();
    }

    private static Job withCondition(Job last, String condition, Event event) {
        return new JobBuilder(last)
                .editOrNewStatus()
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .withReason(event.getReason())
                .withMessage(event.getMessage())
                .endCondition()
                .endStatus()
                .build();
    }
}
