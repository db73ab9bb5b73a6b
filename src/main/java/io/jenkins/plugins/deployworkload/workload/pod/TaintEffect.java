package io.jenkins.plugins.deployworkload.workload.pod;

/** The effect of a taint on pods that do not tolerate it; the constants are Kubernetes' own values. */
public enum TaintEffect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute
}
