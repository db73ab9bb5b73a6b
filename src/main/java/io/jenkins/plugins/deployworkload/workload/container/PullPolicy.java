package io.jenkins.plugins.deployworkload.workload.container;

/** The {@code imagePullPolicy} of a container; the constants are Kubernetes' own values. */
public enum PullPolicy {
    Always,
    IfNotPresent,
    Never
}
