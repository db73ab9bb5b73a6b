package io.jenkins.plugins.deployworkload.workload;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** What runs the pods, and how: the type of a workload with what is its own. */
public abstract sealed class Controller implements Describable<Controller>, Section permits Replicated {}
