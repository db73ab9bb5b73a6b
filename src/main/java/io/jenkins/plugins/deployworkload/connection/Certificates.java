package io.jenkins.plugins.deployworkload.connection;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Reads PEM certificates, only to say early that they cannot be read. */
final class Certificates {

    private Certificates() {}

    /** @throws IllegalArgumentException with the given sentence, if there is not at least one certificate */
    static void check(String pem, String sentence) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            if (pem.contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(bytes)
                            .isEmpty()) {
                return;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(sentence, e);
        }
        throw new IllegalArgumentException(sentence);
    }
}
