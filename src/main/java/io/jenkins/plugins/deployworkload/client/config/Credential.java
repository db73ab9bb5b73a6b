package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/** What proves to the API server who is asking. Neither {@code toString} nor any message shows the secret. */
public sealed interface Credential permits TokenCredential, TokenSourceCredential, CertificateCredential {

    /** All that makes two credentials different, secrets included: for hashing, not for showing. */
    List<String> keyParts();
}
