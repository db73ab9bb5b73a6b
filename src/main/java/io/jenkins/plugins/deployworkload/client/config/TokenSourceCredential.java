package io.jenkins.plugins.deployworkload.client.config;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A bearer token that expires and is fetched again, such as the token of the pod's service account or of a cloud
 * account.
 */
public final class TokenSourceCredential implements Credential {

    /** Supplies tokens. */
    @FunctionalInterface
    public interface TokenSource {
        /**
         * Returns a valid token. The client calls this method for each request, so the source should cache the token
         * until the token expires.
         *
         * @throws IOException if no token is available; users see the message, so it must not contain a secret
         */
        String token() throws IOException;
    }

    private final String id = UUID.randomUUID().toString();
    private final TokenSource source;

    public TokenSourceCredential(TokenSource source) {
        this.source = source;
    }

    /**
     * Fetches a valid token. The source may call another server, so it runs on its own virtual thread.
     *
     * @return fails with a {@link NoTokenException} if no token is available
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

    /** A request that was not sent because no token is available. */
    public static final class NoTokenException extends UncheckedIOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NoTokenException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * A random ID, because the token changes. Connections are shared only with a {@link
     * ConnectionConfig#credentialKey}.
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
