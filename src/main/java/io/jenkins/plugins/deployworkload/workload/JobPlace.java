package io.jenkins.plugins.deployworkload.workload;

/** Where another job's build tells of its image. */
public enum JobPlace {
    artifacts,
    log,
    deployed
}
