package io.jenkins.plugins.deployworkload.controlplane;

import java.io.Serial;

/** A control plane could not be built, started or reached. */
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
