package io.jenkins.plugins.deployworkload.connection;

/** What a watch tells of what is there already. */
enum Beginning {
    /** All of it at once, so that it is known from when on all is known. */
    LISTED,
    /** All of it, each as if it had changed; spares a request. */
    FOLLOWED,
    /** Nothing, however much there is: what comes or changes from the beginning on. */
    UNSEEN
}
