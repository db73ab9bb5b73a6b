package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** Where a metric comes from. */
public abstract sealed class MetricSource implements Describable<MetricSource>, Section
        permits ResourceMetric, ContainerResourceMetric, PodsMetric, ObjectMetric, ExternalMetric {}
