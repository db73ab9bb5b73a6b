package io.jenkins.plugins.deployworkload.controlplane;

import java.io.Serial;

/** Somebody else took the chosen port before the API server could. */
class PortTakenException extends ControlPlaneException {

    @Serial
    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
