package io.jenkins.plugins.deployworkload.workload.container;

/** Which seccomp profile holds; the names are Kubernetes' own. */
public enum SeccompProfileType {
    RuntimeDefault,
    Unconfined,
    Localhost
}
