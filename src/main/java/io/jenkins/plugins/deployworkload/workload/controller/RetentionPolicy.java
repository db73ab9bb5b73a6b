package io.jenkins.plugins.deployworkload.workload.controller;

/** Whether the claims of a StatefulSet are kept or deleted. The constants are Kubernetes' own values. */
public enum RetentionPolicy {
    Retain,
    Delete
}
