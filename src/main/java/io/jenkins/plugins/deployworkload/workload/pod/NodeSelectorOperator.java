package io.jenkins.plugins.deployworkload.workload.pod;

/** How a node's label is compared; the names are Kubernetes' own. */
public enum NodeSelectorOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt
}
