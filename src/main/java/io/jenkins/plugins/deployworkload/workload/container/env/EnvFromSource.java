package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The Secret or ConfigMap of {@link EnvFrom}. */
public abstract sealed class EnvFromSource implements Describable<EnvFromSource>, Section
        permits SecretRef, ConfigMapRef {}
