package io.jenkins.plugins.deployworkload.workload.container;

/** A resource that Kubernetes can resize in a running container; the constants are Kubernetes' own values. */
public enum ResizeResource {
    cpu,
    memory
}
