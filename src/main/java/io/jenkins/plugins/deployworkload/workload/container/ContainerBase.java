package io.jenkins.plugins.deployworkload.workload.container;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.handler.Lifecycle;
import io.jenkins.plugins.deployworkload.workload.container.handler.Probe;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The properties that containers and init containers share. */
public abstract class ContainerBase extends ContainerProcess {

    private ContainerSecurityContext securityContext;

    private Probe livenessProbe;

    private Probe readinessProbe;

    private Probe startupProbe;

    private Lifecycle lifecycle;

    private List<ContainerPort> ports;

    private List<VolumeMount> volumeMounts;

    private List<ContainerResizePolicy> resizePolicy;

    private List<VolumeDevice> volumeDevices;

    ContainerBase(String name, ImageSource image) {
        super(name, image);
    }

    public ContainerSecurityContext getSecurityContext() {
        return securityContext;
    }

    @DataBoundSetter
    public void setSecurityContext(ContainerSecurityContext securityContext) {
        this.securityContext = securityContext;
    }

    public Probe getLivenessProbe() {
        return livenessProbe;
    }

    @DataBoundSetter
    public void setLivenessProbe(Probe livenessProbe) {
        this.livenessProbe = livenessProbe;
    }

    public Probe getReadinessProbe() {
        return readinessProbe;
    }

    @DataBoundSetter
    public void setReadinessProbe(Probe readinessProbe) {
        this.readinessProbe = readinessProbe;
    }

    public Probe getStartupProbe() {
        return startupProbe;
    }

    @DataBoundSetter
    public void setStartupProbe(Probe startupProbe) {
        this.startupProbe = startupProbe;
    }

    public Lifecycle getLifecycle() {
        return lifecycle;
    }

    @DataBoundSetter
    public void setLifecycle(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    public List<ContainerPort> getPorts() {
        return ports == null ? List.of() : ports;
    }

    @DataBoundSetter
    public void setPorts(List<ContainerPort> ports) {
        this.ports = new ArrayList<>(ports);
    }

    public List<VolumeMount> getVolumeMounts() {
        return volumeMounts == null ? List.of() : volumeMounts;
    }

    @DataBoundSetter
    public void setVolumeMounts(List<VolumeMount> volumeMounts) {
        this.volumeMounts = new ArrayList<>(volumeMounts);
    }

    public List<ContainerResizePolicy> getResizePolicy() {
        return resizePolicy == null ? List.of() : resizePolicy;
    }

    @DataBoundSetter
    public void setResizePolicy(List<ContainerResizePolicy> resizePolicy) {
        this.resizePolicy = new ArrayList<>(resizePolicy);
    }

    public List<VolumeDevice> getVolumeDevices() {
        return volumeDevices == null ? List.of() : volumeDevices;
    }

    @DataBoundSetter
    public void setVolumeDevices(List<VolumeDevice> volumeDevices) {
        this.volumeDevices = new ArrayList<>(volumeDevices);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        Duplicates.check(getPorts(), ContainerPort::key, "ports", "containerPort", context);
        Duplicates.check(getVolumeMounts(), VolumeMount::getMountPath, "volumeMounts", "mountPath", context);
        Duplicates.check(
                getResizePolicy(), ContainerResizePolicy::getResourceName, "resizePolicy", "resourceName", context);
        Duplicates.check(getVolumeDevices(), VolumeDevice::getName, "volumeDevices", "name", context);
        Duplicates.check(getVolumeDevices(), VolumeDevice::getDevicePath, "volumeDevices", "devicePath", context);
        checkDevicesAgainstMounts(context);
        checkMountPropagation(context);
        checkSuccessThreshold(livenessProbe, "livenessProbe", context);
        checkSuccessThreshold(startupProbe, "startupProbe", context);
    }

    private void checkDevicesAgainstMounts(ValidationContext context) {
        for (int i = 0; i < getVolumeDevices().size(); i++) {
            VolumeDevice device = getVolumeDevices().get(i);
            for (VolumeMount mount : getVolumeMounts()) {
                if (device == null || mount == null) {
                    continue;
                }
                if (device.getName() != null && device.getName().equals(mount.getName())) {
                    context.addProblem(
                            "volumeDevices[" + i + "].name", Messages.ContainerBase_MountedVolume(device.getName()));
                    break;
                }
                if (device.getDevicePath() != null && device.getDevicePath().equals(mount.getMountPath())) {
                    context.addProblem(
                            "volumeDevices[" + i + "].devicePath",
                            Messages.ContainerBase_MountPath(device.getDevicePath()));
                    break;
                }
            }
        }
    }

    private void checkMountPropagation(ValidationContext context) {
        boolean privileged = securityContext != null && Boolean.TRUE.equals(securityContext.getPrivileged());
        for (int i = 0; i < getVolumeMounts().size() && !privileged; i++) {
            VolumeMount mount = getVolumeMounts().get(i);
            if (mount != null && mount.getMountPropagation() == MountPropagation.Bidirectional) {
                context.addProblem("volumeMounts[" + i + "].mountPropagation", Messages.ContainerBase_NotPrivileged());
            }
        }
    }

    /** The API accepts only 1 as the success threshold of liveness and startup probes. */
    private static void checkSuccessThreshold(Probe probe, String property, ValidationContext context) {
        if (probe != null && probe.getSuccessThreshold() != null && probe.getSuccessThreshold() > 1) {
            context.addProblem(
                    property + ".successThreshold",
                    Messages.ContainerBase_SuccessThresholdNotOne(
                            probe.getSuccessThreshold().toString()));
        }
    }
}
