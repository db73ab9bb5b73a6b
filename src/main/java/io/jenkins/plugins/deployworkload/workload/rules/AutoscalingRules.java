package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerResources;
import io.jenkins.plugins.deployworkload.workload.controller.Autoscaling;
import java.util.List;
import java.util.Objects;

/** What an autoscaler asks of the workload around it. */
public final class AutoscalingRules {

    private static final String PATH = "controller.deployment.autoscaling.";

    private final Autoscaling autoscaling;
    private final Integer replicas;
    private final Workload workload;
    private final ValidationContext report;

    public AutoscalingRules(Autoscaling autoscaling, Integer replicas, Workload workload, ValidationContext report) {
        this.autoscaling = autoscaling;
        this.replicas = replicas;
        this.workload = workload;
        this.report = report;
    }

    public void check() {
        Integer most = autoscaling.getMaxReplicas();
        if (replicas != null && most != null && most <= replicas) {
            report.addProblem(
                    PATH + "maxReplicas", Messages.AutoscalingRules_Replicas(most.toString(), replicas.toString()));
        }
        // The replicas are where the autoscaler begins, unless it has a minimum of its own.
        if (replicas != null && replicas == 0 && autoscaling.getMinReplicas() == null) {
            report.addProblem(PATH + "minReplicas", Messages.AutoscalingRules_Zero());
        }
        checkRequests(autoscaling.getCpuUtilization(), "cpu", "cpuUtilization");
        checkRequests(autoscaling.getMemoryUtilization(), "memory", "memoryUtilization");
    }

    /** Utilization is a share of what was requested; a limit alone is a request too, by the API's default. */
    private void checkRequests(Integer utilization, String resource, String property) {
        if (utilization == null) {
            return;
        }
        List<String> without = workload.getContainers().stream()
                .filter(Objects::nonNull)
                .filter(container -> !isRequested(container.getResources(), resource))
                .map(container -> String.valueOf(container.getName()))
                .toList();
        if (!without.isEmpty()) {
            report.addProblem(PATH + property, Messages.AutoscalingRules_Request(resource, String.join(", ", without)));
        }
    }

    private static boolean isRequested(ContainerResources resources, String resource) {
        return resources != null
                && (resources.getRequests().containsKey(resource)
                        || resources.getLimits().containsKey(resource));
    }
}
