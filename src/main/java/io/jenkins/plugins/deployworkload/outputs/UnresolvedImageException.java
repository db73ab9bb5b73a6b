package io.jenkins.plugins.deployworkload.outputs;

/**
 * No image or more than one image matches a query, or an output could not be read. The exception's message is for
 * users.
 */
public final class UnresolvedImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnresolvedImageException(String message) {
        super(message);
    }
}
