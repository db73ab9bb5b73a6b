package io.jenkins.plugins.deployworkload.client.watch;

/** Which events a watch delivers for the objects that exist when it starts. */
public enum InitialEvents {
    /** All of them as one list, so that the handler knows when it is complete. */
    LIST,
    /** All of them as single upserts (synthetic ADDED events); saves a request. */
    SYNTHETIC,
    /** None: only later changes. */
    NONE
}
