package io.jenkins.plugins.deployworkload.workload.volume;

/** The storage of an emptyDir volume other than the node's default; the constant is Kubernetes' own value. */
public enum StorageMedium {
    Memory
}
