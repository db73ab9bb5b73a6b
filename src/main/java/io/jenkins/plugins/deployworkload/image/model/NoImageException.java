package io.jenkins.plugins.deployworkload.image.model;

/** Nothing that could be deployed was found. */
public final class NoImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    public NoImageException(String message) {
        super(message);
    }
}
