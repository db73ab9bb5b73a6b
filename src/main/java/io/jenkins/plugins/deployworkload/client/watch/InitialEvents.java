package io.jenkins.plugins.deployworkload.client.watch;

/** What a watch tells of what is there already. */
public enum InitialEvents {
    /** All of it at once, so that it is known from when on all is known. */
    LIST,
    /** All of it, each as if it had changed; spares a request. */
    SYNTHETIC,
    /** Nothing, however much there is: what comes or changes from the beginning on. */
    NONE
}
