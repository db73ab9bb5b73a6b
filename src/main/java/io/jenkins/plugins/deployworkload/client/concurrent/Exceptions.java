package io.jenkins.plugins.deployworkload.client.concurrent;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletionException;

/** Finds causes and HTTP statuses in the exceptions of futures and of the Kubernetes client. */
public final class Exceptions {

    private Exceptions() {}

    /**
     * @param problem the exception that a dependent stage of a future received; it may be wrapped in a {@link
     *     CompletionException}
     */
    public static Throwable unwrap(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** The HTTP status of the server's error response; 0 if the server did not respond with an error. */
    public static int status(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e) {
                return e.getCode();
            }
        }
        return 0;
    }
}
