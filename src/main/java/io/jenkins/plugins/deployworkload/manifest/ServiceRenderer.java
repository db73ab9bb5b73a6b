package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.service.SessionAffinity;
import java.util.List;

/** Renders the Service. */
final class ServiceRenderer {

    private ServiceRenderer() {}

    /**
     * Renders the Service of the definition. If the definition has no Service but the workload needs one, the result is
     * a headless Service without ports.
     */
    static Service render(Workload workload, String namespace) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder().withSelector(WorkloadLabels.selector(workload));
        if (workload.headless()) {
            spec.withClusterIP("None");
        }
        if (workload.getService() != null) {
            spec.withPorts(ports(workload.getService().getPorts()));
            sessionAffinity(workload.getService().getSessionAffinity(), spec);
        }
        return new ServiceBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(spec.build())
                .build();
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
                        .build())
                .toList();
    }
}
