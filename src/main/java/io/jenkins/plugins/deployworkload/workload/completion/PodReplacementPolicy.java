package io.jenkins.plugins.deployworkload.workload.completion;

/** When a pod of a Job is replaced. The constants are Kubernetes' own values. */
public enum PodReplacementPolicy {
    TerminatingOrFailed,
    Failed
}
