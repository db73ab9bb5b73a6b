package io.jenkins.plugins.deployworkload.workload.container;

/** When a node pulls an image; the names are Kubernetes' own. */
public enum PullPolicy {
    Always,
    IfNotPresent,
    Never
}
