package io.jenkins.plugins.deployworkload.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenSourceCredential;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Why a server could not be asked, or would not answer, in one sentence.
 *
 * @param kind for deciding
 * @param message for people: one sentence, no stack trace, no secret
 */
public record ConnectionFailure(Kind kind, String message) {

    /** What went wrong. */
    public enum Kind {
        /** Nobody answers: wrong host or port, no route, or the server is down. It may come back. */
        UNREACHABLE,
        /** Somebody answers whose certificate is not trusted. */
        UNTRUSTED,
        /** 401: the server does not know this credential, or no longer. */
        UNAUTHENTICATED,
        /** 403: the server knows who is asking, and says no. */
        FORBIDDEN,
        /** Anything else that the server answered instead of what was asked for. */
        ERROR
    }

    /**
     * @param problem what a request threw or ended with; wrapping exceptions are looked through
     * @param config whom was asked and what is trusted, for the message
     */
    public static ConnectionFailure of(Throwable problem, ConnectionConfig config) {
        String server = config.server();
        for (Throwable t = problem; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof KubernetesClientException e && e.getCode() > 0) {
                return ofStatus(e, server);
            }
            if (t instanceof WatchException told) {
                return told.failure();
            }
        }
        if (isUntrusted(problem)) {
            String why = innermostMessage(problem, Throwable.class);
            return new ConnectionFailure(
                    Kind.UNTRUSTED,
                    config.caCertificate() == null
                            ? Messages.ConnectionFailure_untrustedByJava(server, why)
                            : Messages.ConnectionFailure_untrusted(server, why));
        }
        if (hasCause(problem, JsonProcessingException.class)) {
            // An IOException too, but asking again on another connection would not help. What it quotes may be a
            // secret.
            return new ConnectionFailure(Kind.ERROR, Messages.ConnectionFailure_unreadable(server));
        }
        return new ConnectionFailure(kindOf(problem), describe(problem, server));
    }

    /** A connection that breaks while TLS is being agreed on is an SSLException too, with what broke it as its cause. */
    private static boolean isUntrusted(Throwable problem) {
        boolean tls = false;
        for (Throwable t = problem; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (tls && t instanceof IOException && !(t instanceof SSLException)) {
                return false;
            }
            tls |= t instanceof SSLException;
        }
        return tls;
    }

    private static ConnectionFailure ofStatus(KubernetesClientException e, String server) {
        String words = e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : e.getMessage();
        // API servers end what they say as it comes, and more may follow.
        String said = words == null || words.endsWith(".") ? words : words + ".";
        return switch (e.getCode()) {
            case 401 -> new ConnectionFailure(Kind.UNAUTHENTICATED, Messages.ConnectionFailure_unauthenticated(server));
            case 403 -> new ConnectionFailure(Kind.FORBIDDEN, Messages.ConnectionFailure_forbidden(server, said));
            case 407 -> new ConnectionFailure(Kind.UNREACHABLE, Messages.ConnectionFailure_proxy(server));
            default ->
                new ConnectionFailure(
                        Kind.ERROR, Messages.ConnectionFailure_status(server, String.valueOf(e.getCode()), said));
        };
    }

    private static Kind kindOf(Throwable problem) {
        boolean network = hasCause(problem, IOException.class)
                || hasCause(problem, TimeoutException.class)
                || hasCause(problem, UnresolvedAddressException.class);
        return network ? Kind.UNREACHABLE : Kind.ERROR;
    }

    private static String describe(Throwable problem, String server) {
        if (hasCause(problem, UnknownHostException.class) || hasCause(problem, UnresolvedAddressException.class)) {
            return Messages.ConnectionFailure_unknownHost(server);
        }
        if (hasCause(problem, HttpTimeoutException.class) || hasCause(problem, TimeoutException.class)) {
            return Messages.ConnectionFailure_timeout(server);
        }
        if (hasCause(problem, TokenSourceCredential.NoTokenException.class)) {
            return Messages.ConnectionFailure_noToken(server, innermostMessage(problem, Throwable.class));
        }
        if (hasCause(problem, ConnectException.class)) {
            return Messages.ConnectionFailure_refused(server);
        }
        return isConnectionProblem(problem)
                ? Messages.ConnectionFailure_broken(server, innermostMessage(problem, Throwable.class))
                : Messages.ConnectionFailure_internalError(
                        server, Exceptions.unwrap(problem).toString());
    }

    /** Anything else is this product's own error. */
    private static boolean isConnectionProblem(Throwable problem) {
        return hasCause(problem, IOException.class)
                || hasCause(problem, GeneralSecurityException.class)
                || hasCause(problem, KubernetesClientException.class);
    }

    private static boolean hasCause(Throwable problem, Class<? extends Throwable> type) {
        for (Throwable t = problem; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** The innermost message of that type: it says most, the others repeat or wrap it. */
    private static String innermostMessage(Throwable problem, Class<? extends Throwable> type) {
        String message = problem.getClass().getSimpleName();
        for (Throwable t = problem; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (type.isInstance(t) && t.getMessage() != null) {
                message = t.getMessage();
            }
        }
        return message;
    }
}
