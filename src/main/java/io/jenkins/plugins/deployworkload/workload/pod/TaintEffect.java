package io.jenkins.plugins.deployworkload.workload.pod;

/** What a taint does to pods that do not tolerate it; the names are Kubernetes' own. */
public enum TaintEffect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute
}
