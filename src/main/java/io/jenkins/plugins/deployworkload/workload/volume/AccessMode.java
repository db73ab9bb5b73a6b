package io.jenkins.plugins.deployworkload.workload.volume;

/** Who may use a persistent volume at once; the names are Kubernetes' own. */
public enum AccessMode {
    ReadWriteOnce,
    ReadWriteMany,
    ReadOnlyMany,
    ReadWriteOncePod
}
