package io.jenkins.plugins.deployworkload.client.config;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A bearer token that expires and is then fetched again, such as a service account token in a pod or a token of a cloud
 * provider.
 */
public final class TokenSourceCredential implements Credential {

    /** Supplies tokens. */
    @FunctionalInterface
    public interface TokenSource {
        /**
         * Returns a valid token. The HTTP client calls this method for each request, so implementations should cache a
         * token until its expiry.
         *
         * @throws IOException if no token is available. Users see the exception's message, so the message must not
         *     contain a secret
         */
        String token() throws IOException;
    }

    private final String id = UUID.randomUUID().toString();
    private final TokenSource source;

    public TokenSourceCredential(TokenSource source) {
        this.source = source;
    }

    /**
     * Fetches a valid token on a new virtual thread, because the token source may send requests to another server.
     *
     * @return a future with the token; the future fails with a {@link NoTokenException} if no token is available
     */
    public CompletableFuture<String> fetch() {
        return CompletableFuture.supplyAsync(this::token, VirtualThreads::start);
    }

    /**
     * Like {@link #fetch}, but blocks until the token is available.
     *
     * @throws NoTokenException if no token is available
     */
    public String token() {
        try {
            return new TokenCredential(source.token()).token();
        } catch (IOException e) {
            throw new NoTokenException(e);
        } catch (IllegalArgumentException e) {
            throw new NoTokenException(new IOException(e.getMessage()));
        }
    }

    /** A request was not sent, because no token is available. */
    public static final class NoTokenException extends UncheckedIOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NoTokenException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Returns a random ID of this object and not the token, because the token changes. Two instances share a connection
     * only if their configurations have the same {@link ConnectionConfig#credentialKey}.
     */
    @Override
    public List<String> keyParts() {
        return List.of("token source", id);
    }

    @Override
    public String toString() {
        return "TokenSourceCredential[token=***]";
    }
}
