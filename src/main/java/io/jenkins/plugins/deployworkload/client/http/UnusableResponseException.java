package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A successful response whose content cannot be used. The message is a sentence for users. */
public final class UnusableResponseException extends KubernetesClientException {

    private static final long serialVersionUID = 1;

    public UnusableResponseException(String message) {
        super(message);
    }
}
