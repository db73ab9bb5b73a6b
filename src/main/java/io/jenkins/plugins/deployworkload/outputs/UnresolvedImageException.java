package io.jenkins.plugins.deployworkload.outputs;

/** It cannot be told which image is meant. The message is meant for people, and never for a stack trace. */
public final class UnresolvedImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnresolvedImageException(String message) {
        super(message);
    }
}
