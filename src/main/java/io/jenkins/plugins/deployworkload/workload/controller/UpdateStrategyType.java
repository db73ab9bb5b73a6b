package io.jenkins.plugins.deployworkload.workload.controller;

/** How the pods of a StatefulSet or DaemonSet are updated. The constants are Kubernetes' own values. */
public enum UpdateStrategyType {
    RollingUpdate,
    OnDelete
}
