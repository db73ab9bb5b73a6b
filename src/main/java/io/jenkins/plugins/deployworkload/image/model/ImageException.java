package io.jenkins.plugins.deployworkload.image.model;

/** No image can be told. The message is meant for people, one finding a line, and never for a stack trace. */
public abstract class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }
}
