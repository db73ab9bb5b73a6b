package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.controller.RestartPolicy;

/** Renders a Job, and the Job spec of a CronJob. */
final class JobRenderer {

    private JobRenderer() {}

    static Job render(Workload workload, String namespace, JobBase controller) {
        return new JobBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(spec(workload, controller))
                .build();
    }

    /** The spec of a Job. The spec has no selector, because the API server generates a selector for each Job. */
    static JobSpec spec(Workload workload, JobBase controller) {
        RestartPolicy policy = controller.getRestartPolicy();
        return new JobSpecBuilder()
                .withCompletions(controller.getCompletions())
                .withParallelism(controller.getParallelism())
                .withActiveDeadlineSeconds(controller.getActiveDeadlineSeconds())
                .withBackoffLimit(controller.getBackoffLimit())
                .withTtlSecondsAfterFinished(controller.getTtlSecondsAfterFinished())
                .withTemplate(new PodTemplateSpecBuilder(PodTemplateRenderer.render(workload))
                        .editSpec()
                        // A Job cannot use Always, the API's default.
                        .withRestartPolicy(EnumNames.of(policy == null ? RestartPolicy.OnFailure : policy))
                        .endSpec()
                        .build())
                .build();
    }
}
