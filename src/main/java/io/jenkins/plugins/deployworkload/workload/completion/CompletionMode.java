package io.jenkins.plugins.deployworkload.workload.completion;

/** How the pods of a Job are counted. The constants are Kubernetes' own values. */
public enum CompletionMode {
    NonIndexed,
    Indexed
}
