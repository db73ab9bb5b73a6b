package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/**
 * A bearer token of a service account or user.
 *
 * @param token the bearer token. The constructor removes the white space that files and forms often add around a token
 */
public record TokenCredential(String token) implements Credential {

    /** @throws IllegalArgumentException if the token is blank or contains characters that HTTP headers do not allow */
    public TokenCredential {
        token = token.strip();
        if (token.isEmpty()) {
            throw new IllegalArgumentException(Messages.TokenCredential_empty());
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalArgumentException(Messages.TokenCredential_invalidCharacters());
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
