package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ContainerResourceMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ExternalMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Metric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.MetricTarget;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ObjectMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.PodsMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ResourceMetric;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerResources;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Checks autoscaling against its replicas and against the resource requests of its containers. */
final class AutoscalingRules {

    private final String path;
    private final Autoscaling autoscaling;
    private final Integer replicas;
    private final WorkloadSections workload;
    private final ValidationContext context;

    /** @param controller a controller with an autoscaling section */
    AutoscalingRules(Controller controller, WorkloadSections workload, ValidationContext context) {
        path = "controller." + SectionModel.nameOf(controller.getClass()) + ".autoscaling.";
        autoscaling = controller.getAutoscaling();
        replicas = controller.getReplicas();
        this.workload = workload;
        this.context = context;
    }

    void check() {
        Integer maxReplicas = autoscaling.getMaxReplicas();
        if (replicas != null && maxReplicas != null && maxReplicas <= replicas) {
            context.addProblem(
                    path + "maxReplicas",
                    Messages.AutoscalingRules_MaxNotAboveReplicas(maxReplicas.toString(), replicas.toString()));
        }
        // If minReplicas is not set, the plugin writes the value of replicas to the HorizontalPodAutoscaler as
        // minReplicas.
        if (replicas != null && replicas == 0 && autoscaling.getMinReplicas() == null) {
            context.addProblem(path + "minReplicas", Messages.AutoscalingRules_ZeroReplicas());
        }
        checkRequests(autoscaling.getCpuUtilization(), "cpu", "cpuUtilization");
        checkRequests(autoscaling.getMemoryUtilization(), "memory", "memoryUtilization");
        List<Metric> metrics = autoscaling.getMetrics();
        for (int i = 0; i < metrics.size(); i++) {
            checkMetric(metrics.get(i), "metrics[" + i + "].");
        }
    }

    private void checkMetric(Metric metric, String property) {
        switch (metric == null ? null : metric.getSource()) {
            case ResourceMetric resource ->
                checkRequests(
                        utilization(resource.getTarget()),
                        resource.getName(),
                        property + "resource.target.averageUtilization");
            case ContainerResourceMetric resource -> checkContainer(resource, property + "containerResource.");
            case PodsMetric ignored -> {}
            case ObjectMetric ignored -> {}
            case ExternalMetric ignored -> {}
            case null -> {}
        }
    }

    private void checkContainer(ContainerResourceMetric metric, String property) {
        List<? extends ContainerBase> containers = Stream.concat(
                        workload.getInitContainers().stream(), workload.getContainers().stream())
                .filter(container -> container != null
                        && metric.getContainer() != null
                        && metric.getContainer().equals(container.getName()))
                .toList();
        if (metric.getContainer() != null && containers.isEmpty()) {
            context.addProblem(
                    path + property + "container", Messages.PodRules_UnknownContainer(metric.getContainer()));
        } else {
            checkRequests(
                    utilization(metric.getTarget()),
                    metric.getName(),
                    property + "target.averageUtilization",
                    containers);
        }
    }

    private static Integer utilization(MetricTarget target) {
        return target == null ? null : target.getAverageUtilization();
    }

    private void checkRequests(Integer utilization, String resource, String property) {
        checkRequests(utilization, resource, property, workload.getContainers());
    }

    /**
     * Utilization is a percentage of the resource request. A limit without a request suffices, because the API sets the
     * request to the limit.
     */
    private void checkRequests(
            Integer utilization, String resource, String property, List<? extends ContainerBase> containers) {
        if (utilization == null || resource == null) {
            return;
        }
        List<String> withoutRequest = containers.stream()
                .filter(Objects::nonNull)
                .filter(container -> !isRequested(container.getResources(), resource))
                .map(container -> String.valueOf(container.getName()))
                .toList();
        if (!withoutRequest.isEmpty()) {
            context.addProblem(
                    path + property, Messages.AutoscalingRules_NoRequest(resource, String.join(", ", withoutRequest)));
        }
    }

    private static boolean isRequested(ContainerResources resources, String resource) {
        return resources != null
                && (resources.getRequests().containsKey(resource)
                        || resources.getLimits().containsKey(resource));
    }
}
