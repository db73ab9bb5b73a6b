package io.jenkins.plugins.deployworkload.workload.completion;

/** How exit codes are compared. The constants are Kubernetes' own values. */
public enum ExitCodeOperator {
    In,
    NotIn
}
