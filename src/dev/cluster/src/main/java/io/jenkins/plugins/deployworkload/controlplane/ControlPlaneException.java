package io.jenkins.plugins.deployworkload.controlplane;

import java.io.Serial;

/** The control plane could not be built, started or reached. The message says what to do about it, as far as known. */
public class ControlPlaneException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ControlPlaneException(String message) {
        super(message);
    }

    public ControlPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
