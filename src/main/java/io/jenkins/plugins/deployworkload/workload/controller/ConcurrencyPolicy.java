package io.jenkins.plugins.deployworkload.workload.controller;

/** The {@code concurrencyPolicy} of a CronJob; the constants are Kubernetes' own values. */
public enum ConcurrencyPolicy {
    Allow,
    Forbid,
    Replace
}
