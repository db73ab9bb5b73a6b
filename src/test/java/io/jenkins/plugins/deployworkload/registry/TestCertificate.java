package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.testing.KeyStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code 127.0.0.1} that is its own certificate authority, with its key. */
final class TestCertificate {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore store;

    private TestCertificate(KeyStore store) {
        this.store = store;
    }

    static TestCertificate create(Path folder) throws Exception {
        return new TestCertificate(KeyStores.addKey(
                folder.resolve("certificate.p12"),
                PASSWORD,
                "test",
                "-groupname",
                "secp256r1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-ext",
                "bc=ca:true",
                "-validity",
                "2"));
    }

    private Certificate certificate() throws Exception {
        return store.getCertificate("test");
    }

    private PrivateKey key() throws Exception {
        return (PrivateKey) store.getKey("test", PASSWORD);
    }

    String pem() {
        try {
            return pem("CERTIFICATE", certificate().getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String keyPem() throws Exception {
        return pem("PRIVATE KEY", key().getEncoded());
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    SSLContext sslContext() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A token of the registry's token authentication for a scope such as {@code repository:shop/web:pull}. */
    String token(String service, String scope) {
        try {
            String[] parts = scope.split(":");
            String actions = Arrays.stream(parts[2].split(","))
                    .map(action -> "\"" + action + "\"")
                    .collect(Collectors.joining(","));
            long now = Instant.now().getEpochSecond();
            String header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"%s\"]}"
                    .formatted(Base64.getEncoder().encodeToString(certificate().getEncoded()));
            String claims =
                    ("{\"iss\":\"test-issuer\",\"sub\":\"robot\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,"
                                    + "\"jti\":\"%s\",\"access\":[{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}]}")
                            .formatted(
                                    service, now + 300, now - 10, now, UUID.randomUUID(), parts[0], parts[1], actions);
            String signed = List.of(header, claims).stream()
                    .map(part -> base64(part.getBytes(StandardCharsets.UTF_8)))
                    .collect(Collectors.joining("."));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
