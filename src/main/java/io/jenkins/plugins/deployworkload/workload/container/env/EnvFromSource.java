package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** Whose entries become environment variables. */
public abstract sealed class EnvFromSource implements Describable<EnvFromSource>, Section
        permits SecretRef, ConfigMapRef {}
