package io.jenkins.plugins.deployworkload.workload.volume;

/** The {@code type} of a hostPath volume: what must exist at the path; the constants are Kubernetes' own values. */
public enum HostPathType {
    DirectoryOrCreate,
    Directory,
    FileOrCreate,
    File,
    Socket,
    CharDevice,
    BlockDevice
}
