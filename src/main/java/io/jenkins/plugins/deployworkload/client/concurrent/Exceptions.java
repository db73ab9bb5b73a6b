package io.jenkins.plugins.deployworkload.client.concurrent;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletionException;

/** What went wrong, without what futures wrap it in. */
public final class Exceptions {

    private Exceptions() {}

    /** @param problem as a future's next stage is told it */
    public static Throwable unwrap(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** The HTTP status that the server has refused with; 0 where it has not. */
    public static int status(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e) {
                return e.getCode();
            }
        }
        return 0;
    }
}
