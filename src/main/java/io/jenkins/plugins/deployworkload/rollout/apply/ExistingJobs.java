package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.hook.Hook;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import java.util.Map;
import java.util.Objects;

/**
 * Decides whether an existing Job with the content of the definition stays, or runs again. The Job of a workload and most
 * hooks run on every deploy. Another Job runs again only if it has changed or has failed, as with {@code kubectl apply}.
 */
final class ExistingJobs {

    private ExistingJobs() {}

    /** @param live the live state of a Job with the content of the definition */
    static boolean stays(Job described, LiveState live, boolean replace) {
        return live.object() instanceof Job job
                && !runsOnEachDeploy(described)
                && !JobStatusReader.hasFailed(job)
                && !(replace && JobStatusReader.isRunning(job));
    }

    private static boolean runsOnEachDeploy(HasMetadata job) {
        Map<String, String> labels =
                Objects.requireNonNullElse(job.getMetadata().getLabels(), Map.of());
        return labels.containsKey(RolloutRequest.NAME_LABEL) || Hook.isRecreated(job);
    }
}
