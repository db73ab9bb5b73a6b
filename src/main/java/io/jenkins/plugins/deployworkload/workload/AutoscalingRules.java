package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.util.List;
import java.util.Objects;

/** What an autoscaler asks of the workload around it. */
final class AutoscalingRules {

    private static final String AT = "controller.deployment.autoscaling.";

    private final Autoscaling autoscaling;
    private final Integer replicas;
    private final Workload workload;
    private final Report report;

    AutoscalingRules(Autoscaling autoscaling, Integer replicas, Workload workload, Report report) {
        this.autoscaling = autoscaling;
        this.replicas = replicas;
        this.workload = workload;
        this.report = report;
    }

    void check() {
        Integer most = autoscaling.getMaxReplicas();
        if (replicas != null && most != null && most <= replicas) {
            report.problem(AT + "maxReplicas", Messages.Autoscaling_Replicas(most.toString(), replicas.toString()));
        }
        // The replicas are where the autoscaler begins, unless it has a minimum of its own.
        if (replicas != null && replicas == 0 && autoscaling.getMinReplicas() == null) {
            report.problem(AT + "minReplicas", Messages.Autoscaling_Zero());
        }
        needsRequest(autoscaling.getCpuUtilization(), "cpu", "cpuUtilization");
        needsRequest(autoscaling.getMemoryUtilization(), "memory", "memoryUtilization");
    }

    /** Utilization is a share of what was requested; a limit alone is a request too, by the API's default. */
    private void needsRequest(Integer utilization, String resource, String property) {
        if (utilization == null) {
            return;
        }
        List<String> without = workload.getContainers().stream()
                .filter(Objects::nonNull)
                .filter(container -> !requests(container.getResources(), resource))
                .map(container -> String.valueOf(container.getName()))
                .toList();
        if (!without.isEmpty()) {
            report.problem(AT + property, Messages.Autoscaling_Request(resource, String.join(", ", without)));
        }
    }

    private static boolean requests(Resources resources, String resource) {
        return resources != null
                && (resources.getRequests().containsKey(resource)
                        || resources.getLimits().containsKey(resource));
    }
}
