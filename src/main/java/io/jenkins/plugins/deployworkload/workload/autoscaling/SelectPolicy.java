package io.jenkins.plugins.deployworkload.workload.autoscaling;

/** Which of several scaling policies applies. The constants are Kubernetes' own values. */
public enum SelectPolicy {
    Max,
    Min,
    Disabled
}
