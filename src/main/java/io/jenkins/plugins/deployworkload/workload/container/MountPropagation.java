package io.jenkins.plugins.deployworkload.workload.container;

/** How mounts are shared between a container and its node; the constants are Kubernetes' own values. */
public enum MountPropagation {
    None,
    HostToContainer,
    Bidirectional
}
