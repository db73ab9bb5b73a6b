package io.jenkins.plugins.deployworkload.workload;

/** What an emptyDir volume is made of, other than the node's disk; the name is Kubernetes' own. */
public enum Medium {
    Memory
}
