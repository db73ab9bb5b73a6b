package io.jenkins.plugins.deployworkload.workload.volume;

/** What an emptyDir volume is made of, other than the node's disk; the name is Kubernetes' own. */
public enum StorageMedium {
    Memory
}
