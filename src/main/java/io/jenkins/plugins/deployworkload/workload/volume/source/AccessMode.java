package io.jenkins.plugins.deployworkload.workload.volume.source;

/** The access mode of a PersistentVolumeClaim; the constants are Kubernetes' own values. */
public enum AccessMode {
    ReadWriteOnce,
    ReadWriteMany,
    ReadOnlyMany,
    ReadWriteOncePod
}
