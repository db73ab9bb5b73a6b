package io.jenkins.plugins.deployworkload.workload.container;

/** Where the termination message of a container comes from; the constants are Kubernetes' own values. */
public enum TerminationMessagePolicy {
    File,
    FallbackToLogsOnError
}
