package io.jenkins.plugins.deployworkload.workload.volume.source;

/** The kind of a {@link ClaimDataSource}. The API server ignores other kinds. The constants are Kubernetes' own values. */
public enum DataSourceKind {
    PersistentVolumeClaim,
    VolumeSnapshot
}
