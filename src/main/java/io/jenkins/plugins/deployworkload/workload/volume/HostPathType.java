package io.jenkins.plugins.deployworkload.workload.volume;

/**
 * The {@code type} of a hostPath volume: whether the path must be a file, a directory, a socket or a device. The
 * constants are Kubernetes' own values.
 */
public enum HostPathType {
    DirectoryOrCreate,
    Directory,
    FileOrCreate,
    File,
    Socket,
    CharDevice,
    BlockDevice
}
