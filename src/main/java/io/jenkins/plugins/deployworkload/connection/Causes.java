package io.jenkins.plugins.deployworkload.connection;

import java.util.concurrent.CompletionException;

/** What went wrong, without what futures wrap it in. */
public final class Causes {

    private Causes() {}

    /** @param problem as a future's next stage is told it */
    public static Throwable of(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }
}
