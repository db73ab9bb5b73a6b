package io.jenkins.plugins.deployworkload.workload.container;

/**
 * The {@code restartPolicy} of an init container. With this policy, the init container is a sidecar container. The
 * constant is Kubernetes' own value.
 */
public enum ContainerRestartPolicy {
    Always
}
