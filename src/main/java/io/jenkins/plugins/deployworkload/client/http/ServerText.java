package io.jenkins.plugins.deployworkload.client.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Text of an API server for messages. A server or a proxy may repeat the request in an error, and everybody who may read
 * a build log would see the token of the cluster. Therefore this class masks the token. One instance belongs to one
 * connection.
 */
final class ServerText {

    /** In bytes. A larger error response is not parsed. */
    static final int MAX_ERROR_BODY = 1 << 20;

    /** Shorter tokens are not masked, because they would also match parts of words. */
    private static final int MIN_TOKEN_LENGTH = 6;

    private static final String MASK = "***";

    private final AtomicReference<String> token = new AtomicReference<>();

    /** @param sent the bearer token of the latest request; {@code null} if the request has none */
    void setToken(String sent) {
        token.set(sent);
    }

    String mask(String text) {
        String secret = token.get();
        return secret == null || secret.length() < MIN_TOKEN_LENGTH ? text : text.replace(secret, MASK);
    }

    /** The body of an error response; empty if it is too large for a message. */
    byte[] error(byte[] body) {
        return body.length > MAX_ERROR_BODY
                ? new byte[0]
                : mask(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
