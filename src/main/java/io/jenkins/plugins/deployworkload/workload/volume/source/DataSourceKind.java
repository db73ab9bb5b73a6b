package io.jenkins.plugins.deployworkload.workload.volume.source;

/** What a claim can be filled with. The API server ignores other kinds. The constants are Kubernetes' own values. */
public enum DataSourceKind {
    PersistentVolumeClaim,
    VolumeSnapshot
}
