package io.jenkins.plugins.deployworkload.client.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/** Validates and writes PEM. */
final class Certificates {

    private Certificates() {}

    static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    /**
     * @param message the message of the exception
     * @throws IllegalArgumentException if the PEM text does not contain a readable certificate
     */
    static void check(String pem, String message) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            if (pem.contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(bytes)
                            .isEmpty()) {
                return;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(message, e);
        }
        throw new IllegalArgumentException(message);
    }
}
