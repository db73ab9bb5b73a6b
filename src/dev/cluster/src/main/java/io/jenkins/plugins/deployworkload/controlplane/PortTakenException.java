package io.jenkins.plugins.deployworkload.controlplane;

import java.io.Serial;

/** Another process took the chosen port before the API server bound it. */
class PortTakenException extends ControlPlaneException {

    @Serial
    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
