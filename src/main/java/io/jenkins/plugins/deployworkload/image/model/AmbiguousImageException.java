package io.jenkins.plugins.deployworkload.image.model;

/** Several images were found, or one tag with several digests, and nothing says which is meant. */
public final class AmbiguousImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    public AmbiguousImageException(String message) {
        super(message);
    }
}
