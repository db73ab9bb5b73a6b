package io.jenkins.plugins.deployworkload.execution.secret;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An SSH private key in PEM, with the line feeds that OpenSSH needs. A field of a form takes a key without its line breaks,
 * or without the last one, and such a key fails only in the pod.
 */
final class SshKeyPem {

    private static final Pattern BEGIN = Pattern.compile("(?m)^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----\\n");
    private static final Pattern END = Pattern.compile("\\n-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----\\s*\\z");

    private SshKeyPem() {}

    /** @return empty if the content is no private key */
    static Optional<byte[]> of(byte[] content) {
        // Any bytes are characters of this charset, so that nothing else changes.
        String pem = new String(content, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        if (!BEGIN.matcher(pem).find() || !END.matcher(pem).find()) {
            return Optional.empty();
        }
        return Optional.of((pem.endsWith("\n") ? pem : pem + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
