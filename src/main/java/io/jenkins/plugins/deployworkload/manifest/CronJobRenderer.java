package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a CronJob. */
final class CronJobRenderer {

    private CronJobRenderer() {}

    static CronJob render(
            Workload workload,
            String namespace,
            io.jenkins.plugins.deployworkload.workload.controller.CronJob controller) {
        return new CronJobBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withNewSpec()
                .withSchedule(controller.getSchedule())
                .withTimeZone(controller.getTimeZone())
                .withConcurrencyPolicy(EnumNames.of(controller.getConcurrencyPolicy()))
                .withStartingDeadlineSeconds(controller.getStartingDeadlineSeconds())
                .withSuccessfulJobsHistoryLimit(controller.getSuccessfulJobsHistoryLimit())
                .withFailedJobsHistoryLimit(controller.getFailedJobsHistoryLimit())
                .withSuspend(controller.getSuspend())
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(WorkloadLabels.labels(workload))
                .endMetadata()
                .withSpec(JobRenderer.spec(workload, controller))
                .endJobTemplate()
                .endSpec()
                .build();
    }
}
