package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/** Authenticates requests to an API server. {@code toString} and error messages never show the secret. */
public sealed interface Credential permits TokenCredential, TokenSourceCredential, CertificateCredential {

    /**
     * All values that distinguish this credential from other credentials, including its secret. Use the values only for
     * hashing.
     */
    List<String> keyParts();
}
