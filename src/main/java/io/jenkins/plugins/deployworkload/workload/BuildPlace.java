package io.jenkins.plugins.deployworkload.workload;

/** Where the output of the running build can be. */
public enum BuildPlace {
    workspace,
    artifacts,
    log
}
