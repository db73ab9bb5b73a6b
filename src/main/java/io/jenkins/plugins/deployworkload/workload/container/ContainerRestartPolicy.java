package io.jenkins.plugins.deployworkload.workload.container;

/** What makes a sidecar of an init container; the name is Kubernetes' own. */
public enum ContainerRestartPolicy {
    Always
}
