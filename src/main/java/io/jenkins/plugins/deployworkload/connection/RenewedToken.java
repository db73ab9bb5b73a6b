package io.jenkins.plugins.deployworkload.connection;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.List;

/** A bearer token that ends and is made anew: of this process's own service account, or of a cloud's account. */
public final class RenewedToken implements Credential {

    /** Where tokens come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * A token that is good now. It is asked for with each request, so that it should be kept until it ends.
         *
         * @throws IOException if there is none; the message is shown, and so must hold no secret
         */
        String token() throws IOException;
    }

    private final Source source;
    private final TokenCredential first;

    /**
     * @throws IOException if there is no token now
     * @throws IllegalArgumentException if the token is blank or cannot stand in an HTTP header
     */
    public RenewedToken(Source source) throws IOException {
        this.source = source;
        this.first = new TokenCredential(source.token());
    }

    /**
     * The token that is good now.
     *
     * @throws NoTokenException if there is none
     */
    String token() {
        try {
            return new TokenCredential(source.token()).token();
        } catch (IOException e) {
            throw new NoTokenException(e);
        } catch (IllegalArgumentException e) {
            throw new NoTokenException(new IOException(e.getMessage()));
        }
    }

    /** A request could not be sent, for want of a token. */
    static final class NoTokenException extends UncheckedIOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NoTokenException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Those who got the same token at first are the same account, and share a connection. */
    @Override
    public List<String> parts() {
        return List.of("renewed", first.token());
    }

    @Override
    public String toString() {
        return "RenewedToken[token=***]";
    }
}
