package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

/** The operator of a {@link LabelSelectorRequirement}; the constants are Kubernetes' own values. */
public enum LabelSelectorOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist
}
