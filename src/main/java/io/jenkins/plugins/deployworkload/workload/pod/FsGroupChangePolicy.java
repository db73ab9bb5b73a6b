package io.jenkins.plugins.deployworkload.workload.pod;

/** When Kubernetes changes the group of the files in volumes to {@code fsGroup}; the constants are Kubernetes' own values. */
public enum FsGroupChangePolicy {
    OnRootMismatch,
    Always
}
