package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders the pod template. */
final class PodTemplateRenderer {

    private PodTemplateRenderer() {}

    static PodTemplateSpec render(Workload workload) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(WorkloadLabels.podLabels(workload))
                .withAnnotations(annotations(workload))
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
                .withTopologySpreadConstraints(workload.getTopologySpreadConstraints().stream()
                        .map(PodAffinityRenderer::spreadConstraint)
                        .toList())
                .withPriorityClassName(workload.getPriorityClassName())
                .withRuntimeClassName(emptyToNull(workload.getRuntimeClassName()))
                .withSchedulerName(workload.getSchedulerName())
                .withActiveDeadlineSeconds(workload.getActiveDeadlineSeconds())
                .withReadinessGates(workload.getReadinessGates().stream()
                        .map(gate -> new PodReadinessGate(gate.getConditionType()))
                        .toList())
                .withSecurityContext(SecurityContextRenderer.renderPod(workload.getSecurityContext()))
                .withAutomountServiceAccountToken(workload.getAutomountServiceAccountToken())
                .withHostNetwork(workload.getHostNetwork())
                .withHostPID(workload.getHostPID())
                .withHostIPC(workload.getHostIPC())
                .withShareProcessNamespace(workload.getShareProcessNamespace())
                .withSubdomain(workload.getSubdomain())
                .withEnableServiceLinks(workload.getEnableServiceLinks())
                .withDnsPolicy(EnumNames.of(workload.getDnsPolicy()))
                .withDnsConfig(DnsRenderer.config(workload.getDnsConfig()))
                .withHostAliases(workload.getHostAliases().stream()
                        .map(DnsRenderer::hostAlias)
                        .toList())
                .withVolumes(workload.getVolumes().stream()
                        .map(VolumeRenderer::render)
                        .toList())
                .build();
    }

    private static Map<String, String> annotations(Workload workload) {
        Map<String, String> annotations = new LinkedHashMap<>(workload.getPodAnnotations());
        annotations.putAll(MultusAnnotation.of(workload.getNetworks()));
        return annotations;
    }

    /** The API server refuses an empty name, and an empty field of the form means that there is none. */
    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
