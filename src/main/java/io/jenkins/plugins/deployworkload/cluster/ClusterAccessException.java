package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import org.jvnet.localizer.Localizable;

/** Why there is no connection. It is worded each time it is read: forms keep it for moments, and readers have their languages. */
final class ClusterAccessException extends AbortException {
    private static final long serialVersionUID = 1L;

    private final Localizable message;

    ClusterAccessException(Localizable sentence) {
        this.message = sentence;
    }

    @Override
    public String getMessage() {
        return message.toString();
    }
}
