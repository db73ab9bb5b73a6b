package io.jenkins.plugins.deployworkload.image.model;

/**
 * No image could be chosen. The exception's message is for users: one sentence, followed by one line for each finding.
 */
public abstract class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }
}
