package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/** Authenticates requests to an API server. Neither {@code toString} nor any message shows the secret. */
public sealed interface Credential permits TokenCredential, TokenSourceCredential, CertificateCredential {

    /** All values that distinguish two credentials, including secrets. Use them for hashing only. */
    List<String> keyParts();
}
