package io.jenkins.plugins.deployworkload.rollout.model;

/** How a rollout ended. */
public enum Outcome {
    /** All objects are healthy, with the applied configuration. */
    SUCCEEDED,
    /** The workload is not healthy and will certainly not become healthy. */
    FAILED,
    /** The workload did not become healthy within the timeout. The Kubernetes controllers continue their work. */
    TIMED_OUT,
    /** The caller stopped the rollout. The applied objects stay in the cluster. */
    ABORTED,
    /** Another client changed the same objects during the rollout. */
    SUPERSEDED,
    /** The API server rejected an object, the account or a watch, or was unreachable. */
    REFUSED
}
