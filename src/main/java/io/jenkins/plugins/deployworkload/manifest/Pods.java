package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders what every pod of the workload looks like. */
final class Pods {

    private Pods() {}

    static PodTemplateSpec template(Workload workload) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Identity.labels(workload))
                .endMetadata()
                .withNewSpec()
                .withContainers(
                        workload.getContainers().stream().map(Containers::of).toList())
                .withTerminationGracePeriodSeconds(workload.getTerminationGracePeriodSeconds())
                .endSpec()
                .build();
    }
}
