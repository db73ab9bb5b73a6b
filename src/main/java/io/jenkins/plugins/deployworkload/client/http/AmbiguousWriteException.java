package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The retry of a write got an error response. An earlier attempt got no response or a 5xx response, so the server may
 * already have applied the write.
 */
public final class AmbiguousWriteException extends KubernetesClientException {
    private static final long serialVersionUID = 1;

    AmbiguousWriteException(String message, int code, Status status) {
        super(message, code, status);
    }
}
