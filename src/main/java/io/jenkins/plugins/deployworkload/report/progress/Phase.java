package io.jenkins.plugins.deployworkload.report.progress;

/** The phase of a deploy. */
public enum Phase {
    /** Reads the cluster, plans, and asks the API server with dry runs. */
    PREPARING,
    /** Applies the objects. */
    APPLYING,
    /** Waits until the objects are healthy. */
    WAITING,
    /** Restores the last healthy revision, or deletes what the deploy created. */
    ROLLING_BACK,
    ENDED
}
