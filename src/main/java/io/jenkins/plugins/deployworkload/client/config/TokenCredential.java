package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/**
 * A bearer token, of a service account or of a user.
 *
 * @param token as it goes over the wire; surrounding white space, as files and forms have it, is dropped
 */
public record TokenCredential(String token) implements Credential {

    /** @throws IllegalArgumentException if the token is blank or cannot stand in an HTTP header */
    public TokenCredential {
        token = token.strip();
        if (token.isEmpty()) {
            throw new IllegalArgumentException(Messages.TokenCredential_empty());
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalArgumentException(Messages.TokenCredential_characters());
        }
    }

    @Override
    public List<String> keyParts() {
        return List.of("token", token);
    }

    @Override
    public String toString() {
        return "TokenCredential[token=***]";
    }
}
