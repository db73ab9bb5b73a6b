package io.jenkins.plugins.deployworkload.workload.controller;

/** In which order the instances of a StatefulSet come and go; the names are Kubernetes' own. */
public enum PodManagementPolicy {
    OrderedReady,
    Parallel
}
