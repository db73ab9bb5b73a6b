package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;

/**
 * The fields of a container, an init container or an ephemeral container that the checks read.
 *
 * @param path the path of the container, such as {@code spec.containers[app]}
 * @param securityContext never null
 */
record CheckedContainer(
        String path,
        SecurityContext securityContext,
        List<ContainerPort> ports,
        Probe livenessProbe,
        Probe readinessProbe,
        Probe startupProbe,
        Lifecycle lifecycle) {

    static CheckedContainer of(String list, int position, Container container) {
        return new CheckedContainer(
                CheckedPod.path(list, position, container.getName()),
                orEmpty(container.getSecurityContext()),
                CheckedPod.elements(container.getPorts(), ContainerPort::new),
                container.getLivenessProbe(),
                container.getReadinessProbe(),
                container.getStartupProbe(),
                container.getLifecycle());
    }

    static CheckedContainer of(String list, int position, EphemeralContainer container) {
        return new CheckedContainer(
                CheckedPod.path(list, position, container.getName()),
                orEmpty(container.getSecurityContext()),
                CheckedPod.elements(container.getPorts(), ContainerPort::new),
                container.getLivenessProbe(),
                container.getReadinessProbe(),
                container.getStartupProbe(),
                container.getLifecycle());
    }

    private static SecurityContext orEmpty(SecurityContext context) {
        return context == null ? new SecurityContext() : context;
    }

    SecuritySettings settings() {
        return SecuritySettings.of(securityContextPath(), securityContext);
    }

    String securityContextPath() {
        return path + ".securityContext";
    }
}
