package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The names that containers give to their ports, and whether one that is meant is among them. */
final class PortNames {

    private PortNames() {}

    /** The names of a pod's ports: those of its containers and sidecars. */
    static Set<String> of(Workload workload) {
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

    /** Whether a port is meant by its name, and no port bears it. */
    static boolean isMissing(String numberOrName, Set<String> names) {
        return numberOrName != null
                && TextRule.PORT.problem(numberOrName).isEmpty()
                && !numberOrName.chars().allMatch(Character::isDigit)
                && !names.contains(numberOrName);
    }
}
