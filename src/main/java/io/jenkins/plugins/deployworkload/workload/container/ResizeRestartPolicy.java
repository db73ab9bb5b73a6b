package io.jenkins.plugins.deployworkload.workload.container;

/** Whether a container restarts when a resource is resized; the constants are Kubernetes' own values. */
public enum ResizeRestartPolicy {
    NotRequired,
    RestartContainer
}
