package io.jenkins.plugins.deployworkload.workload;

/** How a toleration compares with a taint; the names are Kubernetes' own. */
public enum TolerationOperator {
    Exists,
    Equal
}
