package io.jenkins.plugins.deployworkload.image.model;

import org.jvnet.localizer.Localizable;

/**
 * An output does not have the format of its tool. The message is translated when a user reads it, because an agent that
 * creates the exception does not know the user's language.
 */
public final class UnreadableOutputException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final Localizable reason;

    public UnreadableOutputException(Localizable reason) {
        super(null);
        this.reason = reason;
    }

    public Localizable reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return reason.toString();
    }
}
