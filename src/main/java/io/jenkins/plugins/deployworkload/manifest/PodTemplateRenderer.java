package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders the pod template. */
final class PodTemplateRenderer {

    private PodTemplateRenderer() {}

    static PodTemplateSpec render(Workload workload) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(WorkloadLabels.labels(workload))
                .withAnnotations(MultusAnnotation.of(workload.getNetworks()))
                .endMetadata()
                .withSpec(spec(workload))
                .build();
    }

    private static PodSpec spec(Workload workload) {
        return new PodSpecBuilder()
                .withInitContainers(workload.getInitContainers().stream()
                        .map(ContainerRenderer::render)
                        .toList())
                .withContainers(workload.getContainers().stream()
                        .map(ContainerRenderer::render)
                        .toList())
                .withImagePullSecrets(workload.getImagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withHostname(workload.getHostname())
                .withTerminationGracePeriodSeconds(workload.getTerminationGracePeriodSeconds())
                .withNodeSelector(workload.getNodeSelector())
                .withServiceAccountName(workload.getServiceAccountName())
                .withTolerations(workload.getTolerations().stream()
                        .map(SchedulingRenderer::toleration)
                        .toList())
                .withAffinity(SchedulingRenderer.affinity(workload.getAffinity()))
                .withSecurityContext(securityContext(workload.getSecurityContext()))
                .withVolumes(workload.getVolumes().stream()
                        .map(VolumeRenderer::render)
                        .toList())
                .build();
    }

    private static PodSecurityContext securityContext(
            io.jenkins.plugins.deployworkload.workload.pod.PodSecurityContext security) {
        return security == null || security.getFsGroup() == null
                ? null
                : new PodSecurityContextBuilder()
                        .withFsGroup(security.getFsGroup())
                        .build();
    }
}
