package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.jenkins.plugins.deployworkload.workload.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.ImageReference;
import io.jenkins.plugins.deployworkload.workload.ImageSource;
import io.jenkins.plugins.deployworkload.workload.InitContainer;
import io.jenkins.plugins.deployworkload.workload.Resources;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;

/** Renders a container. */
final class Containers {

    private Containers() {}

    static Container of(ContainerBase container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withImage(image(container.getImage()))
                .withImagePullPolicy(Words.of(container.getImagePullPolicy()))
                .withRestartPolicy(container instanceof InitContainer init ? Words.of(init.getRestartPolicy()) : null)
                .withResources(resources(container.getResources()))
                .withCommand(container.getCommand())
                .withArgs(container.getArgs())
                .withEnv(container.getEnv().stream().map(Environments::variable).toList())
                .withEnvFrom(
                        container.getEnvFrom().stream().map(Environments::all).toList())
                .withSecurityContext(Security.of(container.getSecurityContext()))
                .withLivenessProbe(Probes.of(container.getLivenessProbe()))
                .withReadinessProbe(Probes.of(container.getReadinessProbe()))
                .withStartupProbe(Probes.of(container.getStartupProbe()))
                .withLifecycle(Hooks.of(container.getLifecycle()))
                .withPorts(container.getPorts().stream().map(Containers::port).toList())
                .withVolumeMounts(container.getVolumeMounts().stream()
                        .map(Containers::mount)
                        .toList())
                .build();
    }

    private static String image(ImageSource image) {
        return switch (image) {
            case ImageReference reference -> reference.getReference();
            case BuiltImage built ->
                throw new IllegalArgumentException("not looked up: " + Shape.nameOf(built.getClass()));
        };
    }

    private static ResourceRequirements resources(Resources resources) {
        return resources == null
                ? null
                : Unsaid.orNull(
                        new ResourceRequirementsBuilder()
                                .withRequests(Numbers.quantities(resources.getRequests()))
                                .withLimits(Numbers.quantities(resources.getLimits()))
                                .build(),
                        new ResourceRequirements());
    }

    private static ContainerPort port(io.jenkins.plugins.deployworkload.workload.ContainerPort port) {
        return new ContainerPortBuilder()
                .withContainerPort(port.getContainerPort())
                .withProtocol(Words.of(port.getProtocol()))
                .withName(port.getName())
                .withHostIP(port.getHostIP())
                .withHostPort(port.getHostPort())
                .build();
    }

    private static VolumeMount mount(io.jenkins.plugins.deployworkload.workload.VolumeMount mount) {
        return new VolumeMountBuilder()
                .withName(mount.getName())
                .withMountPath(mount.getMountPath())
                .withSubPath(mount.getSubPath())
                .withSubPathExpr(mount.getSubPathExpr())
                .withReadOnly(mount.getReadOnly())
                .build();
    }
}
