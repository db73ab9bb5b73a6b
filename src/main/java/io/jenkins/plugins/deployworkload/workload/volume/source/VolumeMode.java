package io.jenkins.plugins.deployworkload.workload.volume.source;

/** Whether a claim is mounted as a file system or attached as a block device. The constants are Kubernetes' own values. */
public enum VolumeMode {
    Filesystem,
    Block
}
