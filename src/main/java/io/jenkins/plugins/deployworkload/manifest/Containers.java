package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.jenkins.plugins.deployworkload.workload.ImageReference;
import io.jenkins.plugins.deployworkload.workload.ImageSource;
import io.jenkins.plugins.deployworkload.workload.Resources;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders a container. */
final class Containers {

    private Containers() {}

    static Container of(io.jenkins.plugins.deployworkload.workload.Container container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withImage(image(container.getImage()))
                .withImagePullPolicy(Words.of(container.getImagePullPolicy()))
                .withResources(resources(container.getResources()))
                .withCommand(container.getCommand())
                .withArgs(container.getArgs())
                .withEnv(container.getEnv().stream().map(Containers::variable).toList())
                .build();
    }

    private static String image(ImageSource image) {
        return switch (image) {
            case ImageReference reference -> reference.getReference();
        };
    }

    private static EnvVar variable(io.jenkins.plugins.deployworkload.workload.EnvVar variable) {
        return new EnvVarBuilder()
                .withName(variable.getName())
                .withValue(variable.getValue())
                .build();
    }

    private static ResourceRequirements resources(Resources resources) {
        if (resources == null || resources.getRequests().isEmpty() && resources.getLimits().isEmpty()) {
            return null;
        }
        return new ResourceRequirementsBuilder()
                .withRequests(quantities(resources.getRequests()))
                .withLimits(quantities(resources.getLimits()))
                .build();
    }

    private static Map<String, Quantity> quantities(Map<String, String> amounts) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        amounts.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
        return quantities;
    }
}
