package io.jenkins.plugins.deployworkload.workload.pod;

/** How a toleration compares with a taint; the names are Kubernetes' own. */
public enum TolerationOperator {
    Exists,
    Equal
}
