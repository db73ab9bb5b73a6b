package io.jenkins.plugins.deployworkload.workload.autoscaling;

/** The unit of a scaling policy. The constants are Kubernetes' own values. */
public enum ScalingPolicyType {
    Pods,
    Percent
}
