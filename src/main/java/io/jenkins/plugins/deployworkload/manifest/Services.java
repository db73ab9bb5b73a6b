package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.SessionAffinity;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders the Service. */
final class Services {

    private Services() {}

    static Service of(Workload workload, String namespace) {
        ServiceSpecBuilder spec = new ServiceSpecBuilder()
                .withSelector(Identity.selector(workload))
                .withPorts(workload.getService().getPorts().stream()
                        .map(Services::port)
                        .toList());
        SessionAffinity affinity = workload.getService().getSessionAffinity();
        if (affinity != null) {
            spec.withSessionAffinity("ClientIP");
            if (affinity.getTimeoutSeconds() != null) {
                spec.withNewSessionAffinityConfig()
                        .withNewClientIP(affinity.getTimeoutSeconds())
                        .endSessionAffinityConfig();
            }
        }
        return new ServiceBuilder()
                .withMetadata(Identity.metadata(workload, namespace))
                .withSpec(spec.build())
                .build();
    }

    private static ServicePort port(io.jenkins.plugins.deployworkload.workload.ServicePort port) {
        return new ServicePortBuilder()
                .withName(port.getName())
                .withProtocol(Words.of(port.getProtocol()))
                .withPort(port.getPort())
                .withTargetPort(numberOrName(port.getTargetPort()))
                .build();
    }

    private static IntOrString numberOrName(String text) {
        if (text == null) {
            return null;
        }
        return text.chars().allMatch(Character::isDigit)
                ? new IntOrString(Integer.parseInt(text))
                : new IntOrString(text);
    }
}
