package io.jenkins.plugins.deployworkload.rollout.revision;

import java.util.function.UnaryOperator;

/** Why the index of an application is not used. Only the wording depends on data that could be forged. */
enum UntrustedReason {
    /** The code is missing or wrong. */
    CHANGED(Messages::UntrustedReason_changed),
    /** The code is wrong, and the index names another key. */
    OTHER_KEY(Messages::UntrustedReason_otherKey),
    /** The index names another version of the format. */
    OTHER_VERSION(Messages::UntrustedReason_otherVersion),
    /** The index has the format of version 1, which had no code. */
    OLD_FORMAT(Messages::UntrustedReason_oldFormat),
    /** The index is authentic, but older than the objects in the cluster or than an index read before. */
    REPLAYED(Messages::UntrustedReason_replayed),
    /** The index is absent or empty, although earlier deploys have applied objects. */
    MISSING(Messages::UntrustedReason_missing),
    /** The index is authentic, but exceeds a limit or is not an index. */
    UNREADABLE(Messages::UntrustedReason_unreadable);

    private final UnaryOperator<String> message;

    UntrustedReason(UnaryOperator<String> message) {
        this.message = message;
    }

    /** The reason and the remedy, as sentences for users. */
    String message(String configMap) {
        return message.apply(configMap);
    }
}
