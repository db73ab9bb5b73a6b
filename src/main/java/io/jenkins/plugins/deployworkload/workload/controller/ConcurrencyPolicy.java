package io.jenkins.plugins.deployworkload.workload.controller;

/** What happens when a run is due and the last one still goes on; the names are Kubernetes' own. */
public enum ConcurrencyPolicy {
    Allow,
    Forbid,
    Replace
}
