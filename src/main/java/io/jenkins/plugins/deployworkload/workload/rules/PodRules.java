package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import io.jenkins.plugins.deployworkload.workload.container.VolumeMount;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvVar;
import io.jenkins.plugins.deployworkload.workload.container.env.ResourceFieldRef;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import io.jenkins.plugins.deployworkload.workload.volume.VolumeClaimTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules between the containers of a pod, and between them and its volumes. */
public final class PodRules {

    private final Workload workload;
    private final ValidationContext report;
    private final Set<String> volumes = new HashSet<>();

    public PodRules(Workload workload, ValidationContext report) {
        this.workload = workload;
        this.report = report;
    }

    public void check() {
        workload.getVolumes().stream()
                .filter(v -> v != null)
                .map(Volume::getName)
                .forEach(volumes::add);
        if (workload.getController() instanceof StatefulSet set) {
            checkVolumeClaimTemplates(set.getVolumeClaimTemplates());
        }
        Map<String, ContainerBase> containers = containers();
        checkContainerNames(containers, "name");
        Map<Object, String> portNames = new HashMap<>();
        Map<Object, String> hostPorts = new HashMap<>();
        containers.forEach((path, container) -> {
            checkVolumeMounts(container, path);
            checkPorts(container, path, portNames, hostPorts);
            new HandlerRules(workload, container, path, report).check();
            checkEnv(container, path, containers);
        });
    }

    /** Init containers and containers, by path; those that could not be read have been told about. */
    private Map<String, ContainerBase> containers() {
        Map<String, ContainerBase> containers = new LinkedHashMap<>();
        put(workload.getInitContainers(), "initContainers", containers);
        put(workload.getContainers(), "containers", containers);
        return containers;
    }

    private static void put(List<? extends ContainerBase> list, String at, Map<String, ContainerBase> containers) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) != null) {
                containers.put(at + "[" + i + "]", list.get(i));
            }
        }
    }

    private void checkContainerNames(Map<String, ContainerBase> containers, String property) {
        Map<Object, String> seen = new HashMap<>();
        containers.forEach((path, container) -> checkUnique(container.getName(), path + "." + property, seen));
    }

    private void checkUnique(Object value, String path, Map<Object, String> seen) {
        if (value != null && seen.putIfAbsent(value, path) != null) {
            report.addProblem(path, Messages.PodRules_Duplicate(value, seen.get(value)));
        }
    }

    /** A template of a volume's name would take its place in silence. */
    private void checkVolumeClaimTemplates(List<VolumeClaimTemplate> templates) {
        for (int i = 0; i < templates.size(); i++) {
            String name = templates.get(i) == null ? null : templates.get(i).getName();
            if (name != null && !volumes.add(name) && isVolume(name)) {
                report.addProblem(
                        "controller.statefulSet.volumeClaimTemplates[" + i + "].name",
                        Messages.PodRules_VolumeExists(name));
            }
        }
    }

    private boolean isVolume(String name) {
        return workload.getVolumes().stream().anyMatch(v -> v != null && name.equals(v.getName()));
    }

    private void checkVolumeMounts(ContainerBase container, String path) {
        List<VolumeMount> mounts = container.getVolumeMounts();
        for (int i = 0; i < mounts.size(); i++) {
            String name = mounts.get(i) == null ? null : mounts.get(i).getName();
            if (name != null && !name.isEmpty() && !volumes.contains(name)) {
                report.addProblem(path + ".volumeMounts[" + i + "].name", Messages.PodRules_NoVolume(name));
            }
        }
    }

    /** All containers of a pod share its address, and so the names of its ports and the ports of its node. */
    private void checkPorts(
            ContainerBase container, String path, Map<Object, String> portNames, Map<Object, String> hostPorts) {
        List<ContainerPort> ports = container.getPorts();
        for (int i = 0; i < ports.size(); i++) {
            ContainerPort port = ports.get(i);
            if (port != null) {
                String at = path + ".ports[" + i + "].";
                checkUnique(port.getName(), at + "name", portNames);
                checkUnique(port.hostIdentity(), at + "hostPort", hostPorts);
            }
        }
    }

    private void checkEnv(ContainerBase container, String path, Map<String, ContainerBase> containers) {
        List<EnvVar> variables = container.getEnv();
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i) != null && variables.get(i).getValueFrom() instanceof ResourceFieldRef reference) {
                String name = reference.getContainerName();
                if (name != null && containers.values().stream().noneMatch(other -> name.equals(other.getName()))) {
                    report.addProblem(
                            path + ".env[" + i + "].valueFrom.resourceFieldRef.containerName",
                            Messages.PodRules_NoContainer(name));
                }
            }
        }
    }
}
