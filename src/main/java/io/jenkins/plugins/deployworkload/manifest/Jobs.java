package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Batch;
import io.jenkins.plugins.deployworkload.workload.RestartPolicy;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a Job, and what each Job of a CronJob is. */
final class Jobs {

    private Jobs() {}

    static Job of(Workload workload, String namespace, Batch controller) {
        return new JobBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(spec(workload, controller))
                .build();
    }

    /** Without a selector: each Job gets one of its own from the API. */
    static JobSpec spec(Workload workload, Batch controller) {
        RestartPolicy policy = controller.getRestartPolicy();
        return new JobSpecBuilder()
                .withCompletions(controller.getCompletions())
                .withParallelism(controller.getParallelism())
                .withActiveDeadlineSeconds(controller.getActiveDeadlineSeconds())
                .withBackoffLimit(controller.getBackoffLimit())
                .withTtlSecondsAfterFinished(controller.getTtlSecondsAfterFinished())
                .withTemplate(new PodTemplateSpecBuilder(Pods.template(workload))
                        .editSpec()
                        // The API's own default, Always, is one that it refuses for Jobs.
                        .withRestartPolicy(Words.of(policy == null ? RestartPolicy.OnFailure : policy))
                        .endSpec()
                        .build())
                .build();
    }
}
