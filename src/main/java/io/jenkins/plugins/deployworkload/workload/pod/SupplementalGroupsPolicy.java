package io.jenkins.plugins.deployworkload.workload.pod;

/** Whether the groups of the image are added to the supplemental groups; the constants are Kubernetes' own values. */
public enum SupplementalGroupsPolicy {
    Merge,
    Strict
}
