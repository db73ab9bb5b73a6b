package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The port names of containers. */
final class PortNames {

    private PortNames() {}

    /**
     * The port names of a pod: the port names of its containers and of its init containers, which can be sidecar
     * containers.
     */
    static Set<String> of(WorkloadSections workload) {
        Set<String> names = new HashSet<>(of(workload.getContainers()));
        names.addAll(of(workload.getInitContainers()));
        return names;
    }

    static Set<String> of(List<? extends ContainerBase> containers) {
        Set<String> names = new HashSet<>();
        containers.stream()
                .filter(Objects::nonNull)
                .flatMap(container -> container.getPorts().stream())
                .filter(Objects::nonNull)
                .map(ContainerPort::getName)
                .filter(Objects::nonNull)
                .forEach(names::add);
        return names;
    }

    /** Whether a port reference is a valid port name that is not among the given names. False for a port number. */
    static boolean isUnknown(String numberOrName, Set<String> names) {
        return numberOrName != null
                && TextRule.PORT.problem(numberOrName).isEmpty()
                && !numberOrName.chars().allMatch(Character::isDigit)
                && !names.contains(numberOrName);
    }
}
