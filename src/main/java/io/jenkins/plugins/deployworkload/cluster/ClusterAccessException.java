package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import org.jvnet.localizer.Localizable;

/**
 * A connection to a cluster cannot be configured. Forms cache this exception and show it to users with different
 * languages, so the message is localized when it is read.
 */
final class ClusterAccessException extends AbortException {
    private static final long serialVersionUID = 1L;

    private final Localizable message;

    ClusterAccessException(Localizable message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message.toString();
    }
}
