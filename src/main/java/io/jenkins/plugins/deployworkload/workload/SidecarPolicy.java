package io.jenkins.plugins.deployworkload.workload;

/** What makes a sidecar of an init container; the name is Kubernetes' own. */
public enum SidecarPolicy {
    Always
}
