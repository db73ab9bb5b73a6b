package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import java.util.ArrayList;
import java.util.List;

/** Renders the HorizontalPodAutoscaler of a Deployment. */
final class AutoscalerRenderer {

    private AutoscalerRenderer() {}

    static HorizontalPodAutoscaler render(Workload workload, String namespace, Deployment controller) {
        Autoscaling autoscaling = controller.getAutoscaling();
        Integer minReplicas = autoscaling.getMinReplicas();
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", workload.getName())
                .withMinReplicas(minReplicas == null ? controller.getReplicas() : minReplicas)
                .withMaxReplicas(autoscaling.getMaxReplicas())
                .withMetrics(metrics(autoscaling))
                .endSpec()
                .build();
    }

    private static List<MetricSpec> metrics(Autoscaling autoscaling) {
        List<MetricSpec> metrics = new ArrayList<>();
        if (autoscaling.getCpuUtilization() != null) {
            metrics.add(utilization("cpu", autoscaling.getCpuUtilization()));
        }
        if (autoscaling.getMemoryUtilization() != null) {
            metrics.add(utilization("memory", autoscaling.getMemoryUtilization()));
        }
        return metrics;
    }

    private static MetricSpec utilization(String resource, Integer percent) {
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName(resource)
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(percent)
                .endTarget()
                .endResource()
                .build();
    }
}
