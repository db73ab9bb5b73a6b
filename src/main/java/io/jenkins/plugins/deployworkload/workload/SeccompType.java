package io.jenkins.plugins.deployworkload.workload;

/** Which seccomp profile holds; the names are Kubernetes' own. */
public enum SeccompType {
    RuntimeDefault,
    Unconfined,
    Localhost
}
