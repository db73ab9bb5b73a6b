package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

/** Whether a {@link TopologySpreadConstraint} counts nodes on which the pod cannot run; the constants are Kubernetes' own values. */
public enum NodeInclusionPolicy {
    Honor,
    Ignore
}
