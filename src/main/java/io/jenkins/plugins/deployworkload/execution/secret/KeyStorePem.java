package io.jenkins.plugins.deployworkload.execution.secret;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes the private key and the certificates of a key store as PEM. */
final class KeyStorePem {

    private KeyStorePem() {}

    /**
     * @return the keys of a Secret of the type {@code kubernetes.io/tls}
     * @throws GeneralSecurityException if the key store does not have exactly one private key with certificates, or the
     *     key cannot be read
     */
    static Map<String, String> of(KeyStore keyStore, char[] password) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(keyStore.aliases())) {
            if (keyStore.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        Key key = keys.size() == 1 ? keyStore.getKey(keys.getFirst(), password) : null;
        Certificate[] chain = key == null ? null : keyStore.getCertificateChain(keys.getFirst());
        if (chain == null || chain.length == 0 || !"PKCS#8".equals(key.getFormat())) {
            throw new UnrecoverableKeyException();
        }
        StringBuilder certificates = new StringBuilder();
        for (Certificate certificate : chain) {
            certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Map.of("tls.crt", certificates.toString(), "tls.key", pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
