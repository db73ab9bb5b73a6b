package io.jenkins.plugins.deployworkload.outputs;

/** No image, or more than one, matches a description. The message is for users. */
public final class UnresolvedImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnresolvedImageException(String message) {
        super(message);
    }
}
