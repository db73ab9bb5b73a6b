package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * A refusal of a write that was sent again, after a try whose answer never came or said that the server was in trouble: that
 * one may have been carried out all the same.
 */
public final class AmbiguousWriteException extends KubernetesClientException {
    private static final long serialVersionUID = 1;

    AmbiguousWriteException(String message, int code, Status status) {
        super(message, code, status);
    }
}
