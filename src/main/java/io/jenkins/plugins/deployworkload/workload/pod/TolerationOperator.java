package io.jenkins.plugins.deployworkload.workload.pod;

/** The operator of a toleration; the constants are Kubernetes' own values. */
public enum TolerationOperator {
    Exists,
    Equal
}
