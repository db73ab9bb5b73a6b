package io.jenkins.plugins.deployworkload.image.model;

import org.jvnet.localizer.Localizable;

/** An output does not have the format of its tool. The message is localizable, because an agent may have created it. */
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
