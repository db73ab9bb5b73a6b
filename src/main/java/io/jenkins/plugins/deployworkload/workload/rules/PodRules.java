package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import io.jenkins.plugins.deployworkload.workload.container.VolumeDevice;
import io.jenkins.plugins.deployworkload.workload.container.VolumeMount;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvVar;
import io.jenkins.plugins.deployworkload.workload.container.env.ResourceFieldRef;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.volume.EphemeralVolume;
import io.jenkins.plugins.deployworkload.workload.volume.PersistentVolumeClaimVolume;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import io.jenkins.plugins.deployworkload.workload.volume.VolumeClaimTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks the containers of a pod against each other and against the pod's volumes. */
public final class PodRules {

    private final WorkloadSections workload;
    private final ValidationContext context;
    private final Set<String> volumeNames = new HashSet<>();

    public PodRules(WorkloadSections workload, ValidationContext context) {
        this.workload = workload;
        this.context = context;
    }

    public void check() {
        workload.getVolumes().stream()
                .filter(Objects::nonNull)
                .map(Volume::getName)
                .forEach(volumeNames::add);
        if (workload.getController() instanceof StatefulSet statefulSet) {
            checkVolumeClaimTemplates(statefulSet.getVolumeClaimTemplates());
        }
        Map<String, ContainerBase> containers = containers();
        checkContainerNames(containers);
        Map<Object, String> portNames = new HashMap<>();
        Map<Object, String> hostPorts = new HashMap<>();
        containers.forEach((path, container) -> {
            checkVolumeMounts(container, path);
            checkVolumeDevices(container, path);
            checkPorts(container, path, portNames, hostPorts);
            new HandlerRules(workload, container, path, context).check();
            checkEnv(container, path, containers);
        });
        new VolumeRules(workload, context).check();
    }

    /** The valid init containers and containers, by path. */
    private Map<String, ContainerBase> containers() {
        Map<String, ContainerBase> containers = new LinkedHashMap<>();
        put(workload.getInitContainers(), "initContainers", containers);
        put(workload.getContainers(), "containers", containers);
        return containers;
    }

    private static void put(
            List<? extends ContainerBase> list, String property, Map<String, ContainerBase> containers) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) != null) {
                containers.put(property + "[" + i + "]", list.get(i));
            }
        }
    }

    private void checkContainerNames(Map<String, ContainerBase> containers) {
        Map<Object, String> seen = new HashMap<>();
        containers.forEach((path, container) -> checkUnique(container.getName(), path + ".name", seen));
    }

    private void checkUnique(Object value, String path, Map<Object, String> pathsByValue) {
        if (value != null && pathsByValue.putIfAbsent(value, path) != null) {
            context.addProblem(path, Messages.PodRules_DuplicateValue(value, pathsByValue.get(value)));
        }
    }

    /**
     * If a volume and a volume claim template have the same name, the StatefulSet controller uses the claim and
     * silently ignores the volume.
     */
    private void checkVolumeClaimTemplates(List<VolumeClaimTemplate> templates) {
        for (int i = 0; i < templates.size(); i++) {
            String name = templates.get(i) == null ? null : templates.get(i).getName();
            if (name != null && !volumeNames.add(name) && isVolume(name)) {
                context.addProblem(
                        "controller.statefulSet.volumeClaimTemplates[" + i + "].name",
                        Messages.PodRules_VolumeExists(name));
            }
        }
    }

    private boolean isVolume(String name) {
        return workload.getVolumes().stream().anyMatch(volume -> volume != null && name.equals(volume.getName()));
    }

    private void checkVolumeMounts(ContainerBase container, String path) {
        List<VolumeMount> mounts = container.getVolumeMounts();
        for (int i = 0; i < mounts.size(); i++) {
            String name = mounts.get(i) == null ? null : mounts.get(i).getName();
            if (name != null && !name.isEmpty() && !volumeNames.contains(name)) {
                context.addProblem(path + ".volumeMounts[" + i + "].name", Messages.PodRules_UnknownVolume(name));
            }
        }
    }

    private void checkVolumeDevices(ContainerBase container, String path) {
        List<VolumeDevice> devices = container.getVolumeDevices();
        for (int i = 0; i < devices.size(); i++) {
            String name = devices.get(i) == null ? null : devices.get(i).getName();
            if (name == null || name.isEmpty()) {
                continue;
            }
            if (!volumeNames.contains(name)) {
                context.addProblem(path + ".volumeDevices[" + i + "].name", Messages.PodRules_UnknownVolume(name));
            } else if (workload.getVolumes().stream().anyMatch(volume -> isOtherThanClaim(volume, name))) {
                context.addProblem(path + ".volumeDevices[" + i + "].name", Messages.PodRules_NotAClaim(name));
            }
        }
    }

    private static boolean isOtherThanClaim(Volume volume, String name) {
        return volume != null
                && name.equals(volume.getName())
                && !(volume.getSource() instanceof PersistentVolumeClaimVolume)
                && !(volume.getSource() instanceof EphemeralVolume);
    }

    /**
     * Checks that port names and host ports are unique in the pod, because its containers share one network namespace.
     */
    private void checkPorts(
            ContainerBase container, String path, Map<Object, String> portNames, Map<Object, String> hostPorts) {
        List<ContainerPort> ports = container.getPorts();
        for (int i = 0; i < ports.size(); i++) {
            ContainerPort port = ports.get(i);
            if (port != null) {
                String portPath = path + ".ports[" + i + "]";
                checkUnique(port.getName(), portPath + ".name", portNames);
                checkUnique(port.hostPortKey(), portPath + ".hostPort", hostPorts);
            }
        }
    }

    private void checkEnv(ContainerBase container, String path, Map<String, ContainerBase> containers) {
        List<EnvVar> variables = container.getEnv();
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i) != null && variables.get(i).getValueFrom() instanceof ResourceFieldRef reference) {
                String name = reference.getContainerName();
                if (name != null && containers.values().stream().noneMatch(other -> name.equals(other.getName()))) {
                    context.addProblem(
                            path + ".env[" + i + "].valueFrom.resourceFieldRef.containerName",
                            Messages.PodRules_UnknownContainer(name));
                }
            }
        }
    }
}
