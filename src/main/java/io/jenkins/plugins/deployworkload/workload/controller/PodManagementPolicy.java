package io.jenkins.plugins.deployworkload.workload.controller;

/** The {@code podManagementPolicy} of a StatefulSet; the constants are Kubernetes' own values. */
public enum PodManagementPolicy {
    OrderedReady,
    Parallel
}
