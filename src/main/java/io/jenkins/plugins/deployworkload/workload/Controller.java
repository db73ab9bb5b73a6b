package io.jenkins.plugins.deployworkload.workload;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** What runs the pods, and how: the type of a workload with what is its own. */
public abstract sealed class Controller implements Describable<Controller>, Section
        permits Replicated, StatefulSet, DaemonSet, Batch {

    /**
     * What this type asks of the sections that all types share.
     *
     * @param report takes the problems; paths are relative to the workload
     */
    abstract void check(Workload workload, Report report);

    /** Whether the type's Service is headless: it names each pod instead of spreading requests over them. */
    boolean headless() {
        return false;
    }
}
