package io.jenkins.plugins.deployworkload.workload.volume;

/** What must be at a host's path; the names are Kubernetes' own. */
public enum HostPathType {
    DirectoryOrCreate,
    Directory,
    FileOrCreate,
    File,
    Socket,
    CharDevice,
    BlockDevice
}
