package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The {@code strategy} of a Deployment: how pods of the new revision replace the old pods. */
public abstract sealed class DeploymentStrategy implements Describable<DeploymentStrategy>, Section
        permits RollingUpdate, Recreate {}
