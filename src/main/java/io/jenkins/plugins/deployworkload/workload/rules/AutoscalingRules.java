package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerResources;
import io.jenkins.plugins.deployworkload.workload.controller.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import java.util.List;
import java.util.Objects;

/** Checks a Deployment's autoscaling against its replicas and against the resource requests of its containers. */
final class AutoscalingRules {

    private static final String PATH = "controller.deployment.autoscaling.";

    private final Autoscaling autoscaling;
    private final Integer replicas;
    private final WorkloadSections workload;
    private final ValidationContext context;

    /** @param deployment a Deployment with an autoscaling section */
    AutoscalingRules(Deployment deployment, WorkloadSections workload, ValidationContext context) {
        autoscaling = deployment.getAutoscaling();
        replicas = deployment.getReplicas();
        this.workload = workload;
        this.context = context;
    }

    void check() {
        Integer maxReplicas = autoscaling.getMaxReplicas();
        if (replicas != null && maxReplicas != null && maxReplicas <= replicas) {
            context.addProblem(
                    PATH + "maxReplicas",
                    Messages.AutoscalingRules_MaxNotAboveReplicas(maxReplicas.toString(), replicas.toString()));
        }
        // If minReplicas is not set, the plugin writes the value of replicas to the HorizontalPodAutoscaler as
        // minReplicas.
        if (replicas != null && replicas == 0 && autoscaling.getMinReplicas() == null) {
            context.addProblem(PATH + "minReplicas", Messages.AutoscalingRules_ZeroReplicas());
        }
        checkRequests(autoscaling.getCpuUtilization(), "cpu", "cpuUtilization");
        checkRequests(autoscaling.getMemoryUtilization(), "memory", "memoryUtilization");
    }

    /**
     * Utilization is a percentage of the resource request. A limit without a request suffices, because the API sets the
     * request to the limit.
     */
    private void checkRequests(Integer utilization, String resource, String property) {
        if (utilization == null) {
            return;
        }
        List<String> withoutRequest = workload.getContainers().stream()
                .filter(Objects::nonNull)
                .filter(container -> !isRequested(container.getResources(), resource))
                .map(container -> String.valueOf(container.getName()))
                .toList();
        if (!withoutRequest.isEmpty()) {
            context.addProblem(
                    PATH + property, Messages.AutoscalingRules_NoRequest(resource, String.join(", ", withoutRequest)));
        }
    }

    private static boolean isRequested(ContainerResources resources, String resource) {
        return resources != null
                && (resources.getRequests().containsKey(resource)
                        || resources.getLimits().containsKey(resource));
    }
}
