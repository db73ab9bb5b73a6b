package io.jenkins.plugins.deployworkload.workload.completion;

/** The action of a {@link PodFailureRule}. The constants are Kubernetes' own values. */
public enum FailureAction {
    FailJob,
    FailIndex,
    Ignore,
    Count
}
