package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.service.ServiceType;
import io.jenkins.plugins.deployworkload.workload.service.SessionAffinity;
import java.util.List;

/** Renders a Service. */
final class ServiceRenderer {

    private ServiceRenderer() {}

    static Service render(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.service.Service service) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder()
                .withType(EnumNames.of(service.getType()))
                .withClusterIP(workload.isHeadless(service) ? "None" : service.getClusterIP())
                .withPorts(ports(service.getPorts()))
                .withPublishNotReadyAddresses(service.getPublishNotReadyAddresses())
                .withExternalName(service.getExternalName())
                .withExternalTrafficPolicy(EnumNames.of(service.getExternalTrafficPolicy()))
                .withInternalTrafficPolicy(EnumNames.of(service.getInternalTrafficPolicy()))
                .withIpFamilyPolicy(EnumNames.of(service.getIpFamilyPolicy()))
                .withIpFamilies(
                        service.getIpFamilies().stream().map(EnumNames::of).toList())
                .withLoadBalancerClass(service.getLoadBalancerClass())
                .withLoadBalancerIP(service.getLoadBalancerIP())
                .withLoadBalancerSourceRanges(service.getLoadBalancerSourceRanges())
                .withAllocateLoadBalancerNodePorts(service.getAllocateLoadBalancerNodePorts())
                .withHealthCheckNodePort(service.getHealthCheckNodePort());
        if (service.getType() != ServiceType.ExternalName) {
            spec.withSelector(WorkloadLabels.selector(workload));
        }
        sessionAffinity(service.getSessionAffinity(), spec);
        return new ServiceBuilder()
                .withMetadata(metadata(workload, namespace, service))
                .withSpec(spec.build())
                .build();
    }

    private static ObjectMeta metadata(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.service.Service service) {
        ObjectMeta metadata = WorkloadLabels.metadata(workload, namespace);
        metadata.setName(service.nameOr(workload.getName()));
        metadata.getLabels().putAll(service.getLabels());
        metadata.getAnnotations().putAll(service.getAnnotations());
        return metadata;
    }

    private static void sessionAffinity(SessionAffinity affinity, ServiceSpecBuilder spec) {
        if (affinity == null) {
            return;
        }
        spec.withSessionAffinity("ClientIP");
        if (affinity.getTimeoutSeconds() != null) {
            spec.withNewSessionAffinityConfig()
                    .withNewClientIP(affinity.getTimeoutSeconds())
                    .endSessionAffinityConfig();
        }
    }

    private static List<ServicePort> ports(List<io.jenkins.plugins.deployworkload.workload.service.ServicePort> ports) {
        return ports.stream()
                .map(port -> new ServicePortBuilder()
                        .withName(port.getName())
                        .withProtocol(EnumNames.of(port.getProtocol()))
                        .withPort(port.getPort())
                        .withTargetPort(Numbers.intOrString(port.getTargetPort()))
                        .withNodePort(port.getNodePort())
                        .withAppProtocol(port.getAppProtocol())
                        .build())
                .toList();
    }
}
