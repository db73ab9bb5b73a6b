package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders a CronJob. */
final class CronJobs {

    private CronJobs() {}

    static CronJob of(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.CronJob controller) {
        return new CronJobBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withNewSpec()
                .withSchedule(controller.getSchedule())
                .withTimeZone(controller.getTimeZone())
                .withConcurrencyPolicy(Words.of(controller.getConcurrencyPolicy()))
                .withStartingDeadlineSeconds(controller.getStartingDeadlineSeconds())
                .withSuccessfulJobsHistoryLimit(controller.getSuccessfulJobsHistoryLimit())
                .withFailedJobsHistoryLimit(controller.getFailedJobsHistoryLimit())
                .withSuspend(controller.getSuspend())
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(Identity.labels(workload))
                .endMetadata()
                .withSpec(Jobs.spec(workload, controller))
                .endJobTemplate()
                .endSpec()
                .build();
    }
}
