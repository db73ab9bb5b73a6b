package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.List;

/**
 * A container must not use a port of the node. In a pod with {@code hostNetwork}, the API server sets {@code hostPort}
 * of each port to {@code containerPort} before admission, so that each port is a violation.
 */
final class HostPortsCheck {

    private HostPortsCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        boolean hostNetwork = Boolean.TRUE.equals(pod.spec().getHostNetwork());
        for (CheckedContainer container : pod.containers()) {
            List<ContainerPort> ports = container.ports();
            for (int i = 0; i < ports.size(); i++) {
                check(path(container, i, ports.get(i)), ports.get(i), hostNetwork, report);
            }
        }
    }

    private static void check(String field, ContainerPort port, boolean hostNetwork, PodSecurityCheck.Report report) {
        if (isSet(port.getHostPort())) {
            report.add(field, ViolationText.notAllowed(port.getHostPort()));
        } else if (hostNetwork && isSet(port.getContainerPort())) {
            report.add(field, Messages.HostPortsCheck_hostNetwork(String.valueOf(port.getContainerPort())));
        }
    }

    private static boolean isSet(Integer port) {
        return port != null && port != 0;
    }

    private static String path(CheckedContainer container, int position, ContainerPort port) {
        String name = port.getName() == null || port.getName().isBlank()
                ? port.getContainerPort() == null ? null : String.valueOf(port.getContainerPort())
                : port.getName();
        return CheckedPod.path(container.path() + ".ports", position, name) + ".hostPort";
    }
}
