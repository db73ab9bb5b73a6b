package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * An error response to the retry of a write. The earlier attempt got no response or a 5xx response, so the server may
 * have applied the write already.
 */
public final class AmbiguousWriteException extends KubernetesClientException {
    private static final long serialVersionUID = 1;

    AmbiguousWriteException(String message, int code, Status status) {
        super(message, code, status);
    }
}
