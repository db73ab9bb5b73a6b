package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import org.jvnet.localizer.Localizable;

/** Why there is no connection. It is worded each time it is read: forms keep it for moments, and readers have their languages. */
final class Refusal extends AbortException {
    private static final long serialVersionUID = 1L;

    private final Localizable sentence;

    Refusal(Localizable sentence) {
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence.toString();
    }
}
