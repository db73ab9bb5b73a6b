package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/**
 * The type of a workload, with the properties of this type. Each workload type is rendered as a Kubernetes object with
 * a controller that creates the pods.
 */
public abstract sealed class Controller implements Describable<Controller>, Section
        permits DeploymentBase, StatefulSet, DaemonSet, JobBase {

    /** The autoscaler, which then owns the number of pods; null without one. */
    public Autoscaling getAutoscaling() {
        return null;
    }

    /** The number of pods; null for the default of the Kubernetes API, and for types without replicas. */
    public Integer getReplicas() {
        return null;
    }

    /**
     * Whether a Service of a workload of this type is headless unless it says otherwise. A headless Service gives each pod a DNS name and does
     * no load balancing.
     */
    public boolean headless() {
        return false;
    }
}
