package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The type of a workload with its specific properties. Each type is rendered as the Kubernetes controller that manages the pods. */
public abstract sealed class Controller implements Describable<Controller>, Section
        permits DeploymentBase, StatefulSet, DaemonSet, JobBase {

    /** Whether the Service of this type is headless: it gives each pod a DNS name and does no load balancing. */
    public boolean headless() {
        return false;
    }
}
