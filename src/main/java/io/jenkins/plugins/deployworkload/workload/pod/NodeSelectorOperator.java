package io.jenkins.plugins.deployworkload.workload.pod;

/** The operator of a {@link NodeSelectorRequirement}; the constants are Kubernetes' own values. */
public enum NodeSelectorOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt
}
