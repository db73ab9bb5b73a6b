package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** What a downward API file contains. */
public abstract sealed class DownwardApiSource implements Describable<DownwardApiSource>, Section
        permits PodFieldRef, ContainerResourceRef {}
