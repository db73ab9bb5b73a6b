package io.jenkins.plugins.deployworkload.workload.container;

/** The {@code restartPolicy} of an init container, which makes it a sidecar container; the constant is Kubernetes' own value. */
public enum ContainerRestartPolicy {
    Always
}
