package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** How the instances of a Deployment are replaced by those of a new revision. */
public abstract sealed class DeploymentStrategy implements Describable<DeploymentStrategy>, Section
        permits RollingUpdate, Recreate {}
