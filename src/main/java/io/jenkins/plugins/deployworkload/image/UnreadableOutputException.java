package io.jenkins.plugins.deployworkload.image;

import org.jvnet.localizer.Localizable;

/** An output is not what its tool writes. It is worded where it is read: it may be found on an agent. */
public final class UnreadableOutputException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final Localizable sentence;

    UnreadableOutputException(Localizable sentence) {
        super(null);
        this.sentence = sentence;
    }

    /** The message, to be worded later or elsewhere. */
    public Localizable sentence() {
        return sentence;
    }

    @Override
    public String getMessage() {
        return sentence.toString();
    }
}
