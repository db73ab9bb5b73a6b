package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The source of the value of an environment variable. */
public abstract sealed class EnvVarSource implements Describable<EnvVarSource>, Section
        permits SecretKeyRef, ConfigMapKeyRef, FieldRef, ResourceFieldRef {}
