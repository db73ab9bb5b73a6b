package io.jenkins.plugins.deployworkload.image.model;

/** No image matches the query. */
public final class NoImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    public NoImageException(String message) {
        super(message);
    }
}
