package io.jenkins.plugins.deployworkload.workload.controller;

/** When a Job's container is started again; the names are Kubernetes' own. */
public enum RestartPolicy {
    OnFailure,
    Never
}
