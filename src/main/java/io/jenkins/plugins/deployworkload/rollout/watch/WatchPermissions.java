package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a rollout cannot see, told once each. */
public final class WatchPermissions {

    private final WatchContext context;
    private final Set<String> unwatchable = new HashSet<>();
    private final List<String> pendingWarnings = new ArrayList<>();
    private String lastWarning;

    WatchPermissions(WatchContext context) {
        this.context = context;
    }

    /** Something that only tells reasons cannot be seen; kept until {@link #flushWarnings}. */
    void warnUnwatchable(String what, ConnectionFailure failure) {
        if (failure.kind() == ConnectionFailure.Kind.FORBIDDEN && unwatchable.add(what)) {
            pendingWarnings.add(Messages.WatchPermissions_limitedDiagnostics(what, failure.message()));
        }
    }

    /** Who is refused altogether need not hear of what else is missing, so this waits until there is something to see. */
    void flushWarnings() {
        pendingWarnings.forEach(text -> context.warn(null, text));
        pendingWarnings.clear();
    }

    /** The objects cannot be seen at the moment, which will pass. */
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
