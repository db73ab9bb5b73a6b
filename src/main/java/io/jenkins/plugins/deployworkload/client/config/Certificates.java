package io.jenkins.plugins.deployworkload.client.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/** PEM: reads certificates, only to say early that they cannot be read, and writes what Java has read elsewhere. */
final class Certificates {

    private Certificates() {}

    static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

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
