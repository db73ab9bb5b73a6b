package io.jenkins.plugins.deployworkload.image;

/** Nothing that could be deployed was found. */
public final class NoImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    NoImageException(String message) {
        super(message);
    }
}
