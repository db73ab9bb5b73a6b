package io.jenkins.plugins.deployworkload.client.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client certificate and its private key.
 *
 * @param certificate the certificate chain in PEM format; the client's own certificate comes first
 * @param key the unencrypted private key in PEM format: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC)
 */
public record CertificateCredential(String certificate, String key) implements Credential {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** @throws IllegalArgumentException if the certificate or the private key is not readable PEM */
    public CertificateCredential {
        Certificates.check(certificate, Messages.CertificateCredential_unreadableCertificate());
        if (key.contains("ENCRYPTED") || !key.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException(Messages.CertificateCredential_unreadableKey());
        }
    }

    /**
     * Reads the first private key entry of a key store.
     *
     * @param password the password of the entry
     * @throws IllegalArgumentException if the key store has no private key entry, or the password does not open the
     *     entry
     */
    public static CertificateCredential of(KeyStore store, char[] password) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
                    StringBuilder chain = new StringBuilder();
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        chain.append(Certificates.pem("CERTIFICATE", certificate.getEncoded()));
                    }
                    byte[] key = store.getKey(alias, password).getEncoded();
                    return new CertificateCredential(chain.toString(), Certificates.pem("PRIVATE KEY", key));
                }
            }
        } catch (GeneralSecurityException e) {
            // Omit the cause, because its message may reveal the content of the key store.
            throw new IllegalArgumentException(Messages.CertificateCredential_lockedKey());
        }
        throw new IllegalArgumentException(Messages.CertificateCredential_noKey());
    }

    /** The algorithm of the private key, as fabric8 names it: {@code RSA} or {@code EC}. */
    public String algorithm() {
        if (key.contains("BEGIN EC PRIVATE KEY")) {
            return "EC";
        }
        Matcher pkcs8 = PKCS8.matcher(key);
        if (!pkcs8.find()) {
            return "RSA";
        }
        byte[] der = Base64.getMimeDecoder().decode(pkcs8.group(1));
        try {
            // The PEM header of a PKCS#8 key does not name the algorithm. Try EC; if the key is not an EC key, it is an
            // RSA key.
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(der))
                    .getAlgorithm();
        } catch (GeneralSecurityException e) {
            return "RSA";
        }
    }

    @Override
    public List<String> keyParts() {
        return List.of("certificate", certificate, key);
    }

    @Override
    public String toString() {
        return "CertificateCredential[key=***]";
    }
}
