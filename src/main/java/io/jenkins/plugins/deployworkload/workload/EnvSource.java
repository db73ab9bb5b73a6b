package io.jenkins.plugins.deployworkload.workload;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** Where the value of an environment variable comes from. */
public abstract sealed class EnvSource implements Describable<EnvSource>, Section
        permits SecretKeyRef, ConfigMapKeyRef, FieldRef, ResourceFieldRef {}
