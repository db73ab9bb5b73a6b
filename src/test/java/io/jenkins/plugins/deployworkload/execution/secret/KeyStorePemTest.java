package io.jenkins.plugins.deployworkload.execution.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        Path file = folder.resolve("store.p12");
        for (String alias : aliases) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            alias,
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + alias,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(output).isZero();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
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
