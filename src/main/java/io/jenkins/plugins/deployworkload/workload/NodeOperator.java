package io.jenkins.plugins.deployworkload.workload;

/** How a node's label is compared; the names are Kubernetes' own. */
public enum NodeOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt
}
