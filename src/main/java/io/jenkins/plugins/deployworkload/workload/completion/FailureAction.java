package io.jenkins.plugins.deployworkload.workload.completion;

/** What a pod failure rule does. The constants are Kubernetes' own values. */
public enum FailureAction {
    FailJob,
    FailIndex,
    Ignore,
    Count
}
