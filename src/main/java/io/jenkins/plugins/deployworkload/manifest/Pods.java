package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.PodSecurity;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders what every pod of the workload looks like. */
final class Pods {

    private Pods() {}

    static PodTemplateSpec template(Workload workload) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Identity.labels(workload))
                .withAnnotations(Networks.annotation(workload.getNetworks()))
                .endMetadata()
                .withSpec(spec(workload))
                .build();
    }

    private static PodSpec spec(Workload workload) {
        return new PodSpecBuilder()
                .withInitContainers(workload.getInitContainers().stream()
                        .map(Containers::of)
                        .toList())
                .withContainers(
                        workload.getContainers().stream().map(Containers::of).toList())
                .withImagePullSecrets(workload.getImagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withHostname(workload.getHostname())
                .withTerminationGracePeriodSeconds(workload.getTerminationGracePeriodSeconds())
                .withNodeSelector(workload.getNodeSelector())
                .withServiceAccountName(workload.getServiceAccountName())
                .withTolerations(workload.getTolerations().stream()
                        .map(Scheduling::toleration)
                        .toList())
                .withAffinity(Scheduling.affinity(workload.getAffinity()))
                .withSecurityContext(security(workload.getSecurityContext()))
                .withVolumes(workload.getVolumes().stream().map(Volumes::of).toList())
                .build();
    }

    private static PodSecurityContext security(PodSecurity security) {
        return security == null || security.getFsGroup() == null
                ? null
                : new PodSecurityContextBuilder()
                        .withFsGroup(security.getFsGroup())
                        .build();
    }
}
