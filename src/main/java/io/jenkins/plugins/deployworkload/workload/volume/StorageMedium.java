package io.jenkins.plugins.deployworkload.workload.volume;

/**
 * The medium of an emptyDir volume, if not the node's default. The constant has the name that Kubernetes uses.
 */
public enum StorageMedium {
    Memory
}
