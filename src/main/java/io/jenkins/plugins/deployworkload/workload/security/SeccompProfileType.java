package io.jenkins.plugins.deployworkload.workload.security;

/** The type of a seccomp profile; the constants are Kubernetes' own values. */
public enum SeccompProfileType {
    RuntimeDefault,
    Unconfined,
    Localhost
}
