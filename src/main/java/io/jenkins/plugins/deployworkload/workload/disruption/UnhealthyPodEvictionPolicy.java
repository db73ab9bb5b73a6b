package io.jenkins.plugins.deployworkload.workload.disruption;

/** When pods that are not ready may be evicted. The constants are Kubernetes' own values. */
public enum UnhealthyPodEvictionPolicy {
    IfHealthyBudget,
    AlwaysAllow
}
