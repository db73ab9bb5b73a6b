package io.jenkins.plugins.deployworkload.workload.controller;

/** What happens to the claims of a StatefulSet. The constants are Kubernetes' own values. */
public enum RetentionPolicy {
    Retain,
    Delete
}
