package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifierBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ContainerResourceMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.DescribedObject;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ExternalMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.MetricSource;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ObjectMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.PodsMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ResourceMetric;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ScalingBehavior;
import io.jenkins.plugins.deployworkload.workload.autoscaling.ScalingRules;
import java.util.ArrayList;
import java.util.List;

/** Renders the HorizontalPodAutoscaler of a Deployment or StatefulSet. */
final class AutoscalerRenderer {

    private AutoscalerRenderer() {}

    /** @param kind the kind of the object that the autoscaler scales */
    static HorizontalPodAutoscaler render(Workload workload, String namespace, String kind) {
        Autoscaling autoscaling = workload.getController().getAutoscaling();
        Integer minReplicas = autoscaling.getMinReplicas();
        ObjectMeta metadata = WorkloadLabels.metadata(workload, namespace);
        if (autoscaling.getName() != null) {
            metadata.setName(autoscaling.getName());
        }
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", kind, workload.getName())
                .withMinReplicas(minReplicas == null ? workload.getController().getReplicas() : minReplicas)
                .withMaxReplicas(autoscaling.getMaxReplicas())
                .withMetrics(metrics(autoscaling))
                .withBehavior(behavior(autoscaling.getBehavior()))
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
        autoscaling.getMetrics().forEach(metric -> metrics.add(metric(metric.getSource())));
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

    private static MetricSpec metric(MetricSource source) {
        MetricSpecBuilder built = new MetricSpecBuilder();
        return switch (source) {
            case ResourceMetric resource ->
                built.withType("Resource")
                        .withNewResource()
                        .withName(resource.getName())
                        .withTarget(target(resource.getTarget()))
                        .endResource()
                        .build();
            case ContainerResourceMetric resource ->
                built.withType("ContainerResource")
                        .withNewContainerResource()
                        .withName(resource.getName())
                        .withContainer(resource.getContainer())
                        .withTarget(target(resource.getTarget()))
                        .endContainerResource()
                        .build();
            case PodsMetric pods ->
                built.withType("Pods")
                        .withNewPods()
                        .withMetric(identifier(pods.getMetric()))
                        .withTarget(target(pods.getTarget()))
                        .endPods()
                        .build();
            case ObjectMetric object -> {
                DescribedObject described = object.getDescribedObject();
                yield built.withType("Object")
                        .withNewObject()
                        .withDescribedObject(new CrossVersionObjectReferenceBuilder()
                                .withApiVersion(described.getApiVersion())
                                .withKind(described.getKind())
                                .withName(described.getName())
                                .build())
                        .withMetric(identifier(object.getMetric()))
                        .withTarget(target(object.getTarget()))
                        .endObject()
                        .build();
            }
            case ExternalMetric external ->
                built.withType("External")
                        .withNewExternal()
                        .withMetric(identifier(external.getMetric()))
                        .withTarget(target(external.getTarget()))
                        .endExternal()
                        .build();
        };
    }

    private static MetricIdentifier identifier(
            io.jenkins.plugins.deployworkload.workload.autoscaling.MetricIdentifier metric) {
        MetricIdentifierBuilder built = new MetricIdentifierBuilder().withName(metric.getName());
        if (metric.getSelector() != null
                && !metric.getSelector().getMatchLabels().isEmpty()) {
            built.withNewSelector()
                    .withMatchLabels(metric.getSelector().getMatchLabels())
                    .endSelector();
        }
        return built.build();
    }

    private static MetricTarget target(io.jenkins.plugins.deployworkload.workload.autoscaling.MetricTarget target) {
        MetricTargetBuilder built = new MetricTargetBuilder();
        if (target.getAverageUtilization() != null) {
            return built.withType("Utilization")
                    .withAverageUtilization(target.getAverageUtilization())
                    .build();
        }
        return target.getAverageValue() != null
                ? built.withType("AverageValue")
                        .withAverageValue(Numbers.quantity(target.getAverageValue()))
                        .build()
                : built.withType("Value")
                        .withValue(Numbers.quantity(target.getValue()))
                        .build();
    }

    private static HorizontalPodAutoscalerBehavior behavior(ScalingBehavior behavior) {
        return behavior == null
                ? null
                : EmptyToNull.of(
                        new HorizontalPodAutoscalerBehaviorBuilder()
                                .withScaleUp(rules(behavior.getScaleUp()))
                                .withScaleDown(rules(behavior.getScaleDown()))
                                .build(),
                        new HorizontalPodAutoscalerBehavior());
    }

    private static HPAScalingRules rules(ScalingRules rules) {
        return rules == null
                ? null
                : EmptyToNull.of(
                        new HPAScalingRulesBuilder()
                                .withStabilizationWindowSeconds(rules.getStabilizationWindowSeconds())
                                .withSelectPolicy(EnumNames.of(rules.getSelectPolicy()))
                                .withPolicies(rules.getPolicies().stream()
                                        .map(policy -> new HPAScalingPolicyBuilder()
                                                .withType(EnumNames.of(policy.getType()))
                                                .withValue(policy.getValue())
                                                .withPeriodSeconds(policy.getPeriodSeconds())
                                                .build())
                                        .toList())
                                .withTolerance(Numbers.quantity(rules.getTolerance()))
                                .build(),
                        new HPAScalingRules());
    }
}
