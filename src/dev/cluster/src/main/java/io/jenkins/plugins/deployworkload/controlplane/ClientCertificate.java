package io.jenkins.plugins.deployworkload.controlplane;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A self-signed client certificate. The API server uses the certificate also as its CA for client certificates, and
 * therefore accepts it. The JDK has no API to create certificates, so this class encodes DER (RFC 5280).
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 */
record ClientCertificate(String certificate, String key) {

    private static final byte[] VERSION_3 = {(byte) 0xa0, 3, 2, 1, 2};
    /** OID 1.2.840.10045.4.3.2. */
    private static final byte[] ECDSA_WITH_SHA256 = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    /** OID 2.5.4.3. */
    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};

    private static final int INTEGER = 2;
    private static final int BIT_STRING = 3;
    private static final int UTF8_STRING = 12;
    private static final int GENERALIZED_TIME = 24;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    /** Creates a certificate that is valid for ten years, starting yesterday. */
    static ClientCertificate of(String user) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
            byte[] name = name(user);
            byte[] content = der(
                    SEQUENCE,
                    VERSION_3,
                    der(INTEGER, new byte[] {1}),
                    algorithm,
                    name,
                    validity(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
                    name,
                    keys.getPublic().getEncoded());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = der(BIT_STRING, new byte[] {0}, signature.sign());
            return new ClientCertificate(
                    pem("CERTIFICATE", der(SEQUENCE, content, algorithm, signed)),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("elliptic curves are missing", e);
        }
    }

    private static byte[] name(String user) {
        byte[] text = der(UTF8_STRING, user.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] validity(Instant now) {
        return der(SEQUENCE, time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(3650, ChronoUnit.DAYS)));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Encodes a value with its tag and length. */
    private static byte[] der(int type, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(type);
        int length = content.size();
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        // OutputStream writes the lowest eight bits only.
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    static String pem(String type, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
