package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a rollout cannot see, told once each. */
final class Sight {

    private final RolloutContext context;
    private final Set<String> dimmed = new HashSet<>();
    private final List<String> unsaid = new ArrayList<>();
    private String warned;

    Sight(RolloutContext context) {
        this.context = context;
    }

    /** Something that only tells reasons cannot be seen; kept until {@link #tell}. */
    void dim(String what, ConnectionFailure failure) {
        if (failure.kind() == ConnectionFailure.Kind.FORBIDDEN && dimmed.add(what)) {
            unsaid.add(Messages.Rollout_dim(what, failure.message()));
        }
    }

    /** Who is refused altogether need not hear of what else is missing, so this waits until there is something to see. */
    void tell() {
        unsaid.forEach(text -> context.warn(null, text));
        unsaid.clear();
    }

    /** The objects cannot be seen at the moment, which will pass. */
    void unseen(ConnectionFailure failure) {
        if (!failure.message().equals(warned)) {
            warned = failure.message();
            context.warn(null, failure.message());
        }
    }

    static boolean passes(ConnectionFailure failure) {
        return failure.kind() == ConnectionFailure.Kind.UNREACHABLE || failure.kind() == ConnectionFailure.Kind.ERROR;
    }
}
