package io.jenkins.plugins.deployworkload.image;

/** An output is not what its tool writes. */
public final class UnreadableOutputException extends ImageException {
    private static final long serialVersionUID = 1L;

    UnreadableOutputException(String message) {
        super(message);
    }
}
