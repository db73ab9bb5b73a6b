package io.jenkins.plugins.deployworkload.workload.controller;

/** The {@code restartPolicy} of a Job's pods; the constants are Kubernetes' own values. */
public enum RestartPolicy {
    OnFailure,
    Never
}
