package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ContainerResizePolicy;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerResources;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromRegistry;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;

/** Renders a container. */
final class ContainerRenderer {

    private ContainerRenderer() {}

    static Container render(ContainerBase container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withImage(image(container.getImage()))
                .withImagePullPolicy(EnumNames.of(container.getImagePullPolicy()))
                .withRestartPolicy(
                        container instanceof InitContainer init ? EnumNames.of(init.getRestartPolicy()) : null)
                .withResources(resources(container.getResources()))
                .withCommand(container.getCommand())
                .withArgs(container.getArgs())
                .withWorkingDir(container.getWorkingDir())
                .withStdin(container.getStdin())
                .withStdinOnce(container.getStdinOnce())
                .withTty(container.getTty())
                .withTerminationMessagePath(container.getTerminationMessagePath())
                .withTerminationMessagePolicy(EnumNames.of(container.getTerminationMessagePolicy()))
                .withResizePolicy(container.getResizePolicy().stream()
                        .map(policy -> new ContainerResizePolicy(
                                EnumNames.of(policy.getResourceName()), EnumNames.of(policy.getRestartPolicy())))
                        .toList())
                .withEnv(container.getEnv().stream().map(EnvRenderer::envVar).toList())
                .withEnvFrom(container.getEnvFrom().stream()
                        .map(EnvRenderer::envFrom)
                        .toList())
                .withSecurityContext(SecurityContextRenderer.render(container.getSecurityContext()))
                .withLivenessProbe(ProbeRenderer.render(container.getLivenessProbe()))
                .withReadinessProbe(ProbeRenderer.render(container.getReadinessProbe()))
                .withStartupProbe(ProbeRenderer.render(container.getStartupProbe()))
                .withLifecycle(LifecycleRenderer.render(container.getLifecycle()))
                .withPorts(container.getPorts().stream()
                        .map(ContainerRenderer::port)
                        .toList())
                .withVolumeMounts(container.getVolumeMounts().stream()
                        .map(ContainerRenderer::volumeMount)
                        .toList())
                .withVolumeDevices(container.getVolumeDevices().stream()
                        .map(device -> new VolumeDevice(device.getDevicePath(), device.getName()))
                        .toList())
                .build();
    }

    private static String image(ImageSource image) {
        return switch (image) {
            case ImageReference reference -> reference.getReference();
            case BuiltImage built -> throw notResolved(built);
            case ImageFromRegistry registry -> {
                if (registry.needsDigest()) {
                    throw notResolved(registry);
                }
                yield registry.reference();
            }
        };
    }

    private static IllegalArgumentException notResolved(ImageSource image) {
        return new IllegalArgumentException("image not resolved: " + SectionModel.nameOf(image.getClass()));
    }

    private static ResourceRequirements resources(ContainerResources resources) {
        return resources == null
                ? null
                : EmptyToNull.of(
                        new ResourceRequirementsBuilder()
                                .withRequests(Numbers.quantities(resources.getRequests()))
                                .withLimits(Numbers.quantities(resources.getLimits()))
                                .build(),
                        new ResourceRequirements());
    }

    private static ContainerPort port(io.jenkins.plugins.deployworkload.workload.container.ContainerPort port) {
        return new ContainerPortBuilder()
                .withContainerPort(port.getContainerPort())
                .withProtocol(EnumNames.of(port.getProtocol()))
                .withName(port.getName())
                .withHostIP(port.getHostIP())
                .withHostPort(port.getHostPort())
                .build();
    }

    private static VolumeMount volumeMount(io.jenkins.plugins.deployworkload.workload.container.VolumeMount mount) {
        return new VolumeMountBuilder()
                .withName(mount.getName())
                .withMountPath(mount.getMountPath())
                .withSubPath(mount.getSubPath())
                .withSubPathExpr(mount.getSubPathExpr())
                .withReadOnly(mount.getReadOnly())
                .withMountPropagation(EnumNames.of(mount.getMountPropagation()))
                .build();
    }
}
