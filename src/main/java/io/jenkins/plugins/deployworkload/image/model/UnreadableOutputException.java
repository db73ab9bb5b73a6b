package io.jenkins.plugins.deployworkload.image.model;

import org.jvnet.localizer.Localizable;

/** An output is not what its tool writes. It is worded where it is read: it may be found on an agent. */
public final class UnreadableOutputException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final Localizable reason;

    public UnreadableOutputException(Localizable sentence) {
        super(null);
        this.reason = sentence;
    }

    /** The message, to be worded later or elsewhere. */
    public Localizable reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return reason.toString();
    }
}
