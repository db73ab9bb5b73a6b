package io.jenkins.plugins.deployworkload.workload.volume;

/**
 * The medium of an emptyDir volume that does not use the node's default medium. The constant is Kubernetes' own value.
 */
public enum StorageMedium {
    Memory
}
