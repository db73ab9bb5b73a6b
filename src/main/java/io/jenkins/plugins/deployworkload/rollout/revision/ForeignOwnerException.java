package io.jenkins.plugins.deployworkload.rollout.revision;

/** Thrown if another owner owns the application. Nothing was written. The message is for users. */
public final class ForeignOwnerException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ForeignOwnerException(String message) {
        super(message);
    }
}
