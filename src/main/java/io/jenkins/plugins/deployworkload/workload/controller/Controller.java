package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;

/** What runs the pods, and how: the type of a workload with what is its own. */
public abstract sealed class Controller implements Describable<Controller>, Section
        permits DeploymentBase, StatefulSet, DaemonSet, JobBase {

    /**
     * What this type asks of the sections that all types share.
     *
     * @param report takes the problems; paths are relative to the workload
     */
    public abstract void checkWorkload(Workload workload, ValidationContext report);

    /** Whether the type's Service is headless: it names each pod instead of spreading requests over them. */
    public boolean headless() {
        return false;
    }
}
