package io.jenkins.plugins.deployworkload.workload.completion;

/** The status of a pod condition. The constants are Kubernetes' own values. */
public enum ConditionStatus {
    True,
    False,
    Unknown
}
