package io.jenkins.plugins.deployworkload.rollout.model;

/** How a rollout ended. */
public enum Outcome {
    /** Everything runs, as applied and nothing else. */
    SUCCEEDED,
    /** It certainly will not run. */
    FAILED,
    /** Not done in the time given; the cluster goes on trying. */
    TIMED_OUT,
    /** Stopped from outside; the cluster goes on with what was applied. */
    ABORTED,
    /** Somebody else changed the same objects meanwhile. */
    SUPERSEDED,
    /** The API server said no to an object, to the account or to watching, or could not be reached. */
    REFUSED
}
