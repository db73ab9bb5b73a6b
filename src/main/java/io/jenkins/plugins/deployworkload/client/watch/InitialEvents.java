package io.jenkins.plugins.deployworkload.client.watch;

/** The events that a watch delivers for the objects that exist when the watch starts. */
public enum InitialEvents {
    /** One list with all existing objects, so that the handler knows that it has received all of them. */
    LIST,
    /** One upsert for each existing object (a synthetic ADDED event), which saves the list request. */
    SYNTHETIC,
    /** No events for existing objects, only for later changes. */
    NONE
}
