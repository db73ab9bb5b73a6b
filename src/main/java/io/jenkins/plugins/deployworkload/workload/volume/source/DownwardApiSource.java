package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The content of a downward API file: a field of the pod, or a resource of a container. */
public abstract sealed class DownwardApiSource implements Describable<DownwardApiSource>, Section
        permits PodFieldRef, ContainerResourceRef {}
