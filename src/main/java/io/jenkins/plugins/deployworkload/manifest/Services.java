package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.SessionAffinity;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.List;

/** Renders the Service. */
final class Services {

    private Services() {}

    /** The Service that was described; a headless one without ports where none was, but the workload needs it. */
    static Service of(Workload workload, String namespace) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder().withSelector(Identity.selector(workload));
        if (workload.headless()) {
            spec.withClusterIP("None");
        }
        if (workload.getService() != null) {
            spec.withPorts(ports(workload.getService().getPorts()));
            affinity(workload.getService().getSessionAffinity(), spec);
        }
        return new ServiceBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(spec.build())
                .build();
    }

    private static void affinity(SessionAffinity affinity, ServiceSpecBuilder spec) {
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

    private static List<ServicePort> ports(List<io.jenkins.plugins.deployworkload.workload.ServicePort> ports) {
        return ports.stream()
                .map(port -> new ServicePortBuilder()
                        .withName(port.getName())
                        .withProtocol(Words.of(port.getProtocol()))
                        .withPort(port.getPort())
                        .withTargetPort(Numbers.orText(port.getTargetPort()))
                        .build())
                .toList();
    }
}
