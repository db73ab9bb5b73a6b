package io.jenkins.plugins.deployworkload.rollout.revision;

/** Thrown if the objects of a revision cannot be applied again. The message tells users why. */
public final class UnusableRevisionException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public UnusableRevisionException(String message) {
        super(message);
    }

    /** The pieces were changed, or belong to another revision or application. */
    static UnusableRevisionException altered(String revisionId) {
        return new UnusableRevisionException(Messages.UnusableRevisionException_altered(revisionId));
    }
}
