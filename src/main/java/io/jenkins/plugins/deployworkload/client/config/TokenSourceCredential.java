package io.jenkins.plugins.deployworkload.client.config;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A bearer token that ends and is made anew: of this process's own service account, or of a cloud's account. */
public final class TokenSourceCredential implements Credential {

    /** Where tokens come from. */
    @FunctionalInterface
    public interface TokenSource {
        /**
         * A token that is good now. It is asked for with each request, so that it should be kept until it ends.
         *
         * @throws IOException if there is none; the message is shown, and so must hold no secret
         */
        String token() throws IOException;
    }

    private final String id = UUID.randomUUID().toString();
    private final TokenSource source;

    public TokenSourceCredential(TokenSource source) {
        this.source = source;
    }

    /**
     * The token that is good now. The source may have to ask another server, so that it runs on a thread of its own, never on
     * the caller's.
     *
     * @return fails with a {@link NoTokenException} if there is none
     */
    public CompletableFuture<String> fetch() {
        return CompletableFuture.supplyAsync(this::token, VirtualThreads::start);
    }

    /**
     * As {@link #fetch}, for a caller that waits.
     *
     * @throws NoTokenException if there is none
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

    /** A request could not be sent, for want of a token. */
    public static final class NoTokenException extends UncheckedIOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NoTokenException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The tokens tell nothing, as each may be a new one: without a {@link ConnectionConfig#credentialKey} nobody shares. */
    @Override
    public List<String> keyParts() {
        return List.of("token source", id);
    }

    @Override
    public String toString() {
        return "TokenSourceCredential[token=***]";
    }
}
