package io.jenkins.plugins.deployworkload.client.watch;

/** Which events a watch delivers for the objects that exist when it starts. */
public enum InitialEvents {
    /** All existing objects as one list, so that the handler knows when the list is complete. */
    LIST,
    /** All existing objects as single upserts (synthetic ADDED events). This saves a request. */
    SYNTHETIC,
    /** No existing objects, only later changes. */
    NONE
}
