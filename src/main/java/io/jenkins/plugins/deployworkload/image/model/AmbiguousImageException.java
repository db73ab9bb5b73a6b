package io.jenkins.plugins.deployworkload.image.model;

/** Several images, or several digests of one tag, match the query. */
public final class AmbiguousImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    public AmbiguousImageException(String message) {
        super(message);
    }
}
