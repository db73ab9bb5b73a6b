package io.jenkins.plugins.deployworkload.execution.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.testing.KeyStores;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PEM files of a key store that keytool has written. */
class KeyStorePemTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private KeyStore keyStore(String... aliases) throws Exception {
        KeyStore store = null;
        for (String alias : aliases) {
            store = KeyStores.addKey(folder.resolve("store.p12"), PASSWORD, alias);
        }
        return store;
    }

    @Test
    void writesKeyAndCertificateThatBelongTogether() throws Exception {
        Map<String, String> files = KeyStorePem.of(keyStore("web"), PASSWORD);

        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(files.get("tls.crt").getBytes(StandardCharsets.US_ASCII)));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=web");
        String key = files.get("tls.key");
        assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("-----END PRIVATE KEY-----\n");
        byte[] encoded = Base64.getMimeDecoder().decode(key.replaceAll("-----.*-----", ""));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)))
                .isInstanceOf(ECPrivateKey.class);
    }

    @Test
    void refusesSeveralKeysAndWrongPassword() throws Exception {
        KeyStore one = keyStore("web");
        assertThatThrownBy(() -> KeyStorePem.of(one, "wrong".toCharArray()))
                .isInstanceOf(GeneralSecurityException.class);
        KeyStore two = keyStore("other");
        assertThatThrownBy(() -> KeyStorePem.of(two, PASSWORD)).isInstanceOf(GeneralSecurityException.class);
    }
}
