package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Warns once about each kind that the account may not watch. */
public final class WatchPermissions {

    private final WatchContext context;
    private final Set<String> unwatchable = new HashSet<>();
    private final List<String> pendingWarnings = new ArrayList<>();
    private String lastWarning;

    WatchPermissions(WatchContext context) {
        this.context = context;
    }

    /** Records that a source of diagnosis cannot be watched. {@link #flushWarnings} reports the recorded warnings. */
    void warnUnwatchable(String resource, ConnectionFailure failure) {
        if (failure.kind() == ConnectionFailure.Kind.FORBIDDEN && unwatchable.add(resource)) {
            pendingWarnings.add(Messages.WatchPermissions_limitedDiagnostics(resource, failure.message()));
        }
    }

    /**
     * Reports the recorded warnings. This method is called when the rollout starts to wait. Earlier warnings would
     * distract from an error that ends the rollout before the wait.
     */
    void flushWarnings() {
        pendingWarnings.forEach(text -> context.warn(null, text));
        pendingWarnings.clear();
    }

    /** Warns about a temporary failure of the watches. */
    void warnDisconnected(ConnectionFailure failure) {
        if (!failure.message().equals(lastWarning)) {
            lastWarning = failure.message();
            context.warn(null, failure.message());
        }
    }

    public static boolean isTemporary(ConnectionFailure failure) {
        return failure.kind() == ConnectionFailure.Kind.UNREACHABLE || failure.kind() == ConnectionFailure.Kind.ERROR;
    }
}
