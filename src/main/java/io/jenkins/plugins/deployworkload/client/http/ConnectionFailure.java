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
 * The reason why a request to an API server failed.
 *
 * @param kind the category of the failure
 * @param message one sentence for users, without a stack trace and without secrets
 */
public record ConnectionFailure(Kind kind, String message) {

    /** The category of a failure. */
    public enum Kind {
        /**
         * The server did not respond: the host or port is wrong, there is no route, or the server is down. A retry may
         * succeed.
         */
        UNREACHABLE,
        /** The server's certificate is not trusted. */
        UNTRUSTED,
        /** Status 401: the server does not accept the credential. */
        UNAUTHENTICATED,
        /** Status 403: the account lacks a permission. */
        FORBIDDEN,
        /** Any other error response. */
        ERROR
    }

    /**
     * @param problem the exception of a request; its causes are examined too
     * @param config the configuration of the connection, for the message
     */
    public static ConnectionFailure of(Throwable problem, ConnectionConfig config) {
        String server = config.server();
        for (Throwable t = problem; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof KubernetesClientException e && e.getCode() > 0) {
                return ofStatus(e, server);
            }
            if (t instanceof UnusableResponseException unusable) {
                return new ConnectionFailure(
                        Kind.ERROR, Messages.ConnectionFailure_unusable(server, unusable.getMessage()));
            }
            if (t instanceof WatchException watch) {
                return watch.failure();
            }
            if (t instanceof DataLimitException) {
                return new ConnectionFailure(
                        Kind.ERROR, Messages.ConnectionFailure_tooMuchData(server, t.getMessage()));
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
            // A JSON exception is an IOException too, but a retry would not help. Omit the message of the JSON
            // exception, which may quote a secret.
            return new ConnectionFailure(Kind.ERROR, Messages.ConnectionFailure_unreadable(server));
        }
        return new ConnectionFailure(kindOf(problem), describe(problem, server));
    }

    /**
     * Whether the server's certificate was refused. Java also throws an SSLException if the connection breaks during
     * the TLS handshake. The cause of such an SSLException is a network error.
     */
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
        String text = e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : e.getMessage();
        String message = sentence(text);
        return switch (e.getCode()) {
            case 401 -> new ConnectionFailure(Kind.UNAUTHENTICATED, Messages.ConnectionFailure_unauthenticated(server));
            case 403 -> new ConnectionFailure(Kind.FORBIDDEN, Messages.ConnectionFailure_forbidden(server, message));
            case 407 -> new ConnectionFailure(Kind.UNREACHABLE, Messages.ConnectionFailure_proxy(server));
            default ->
                new ConnectionFailure(
                        Kind.ERROR, Messages.ConnectionFailure_status(server, String.valueOf(e.getCode()), message));
        };
    }

    /** Adds a missing full stop to a message of the server, because another sentence may follow. */
    private static String sentence(String text) {
        return text == null || text.endsWith(".") ? text : text + ".";
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
            return Messages.ConnectionFailure_noToken(server, sentence(innermostMessage(problem, Throwable.class)));
        }
        if (hasCause(problem, ConnectException.class)) {
            return Messages.ConnectionFailure_refused(server);
        }
        return isConnectionProblem(problem)
                ? Messages.ConnectionFailure_broken(server, innermostMessage(problem, Throwable.class))
                : Messages.ConnectionFailure_internalError(
                        server, Exceptions.unwrap(problem).toString());
    }

    /**
     * Whether the exception is a problem of the connection. All other exceptions are internal errors of this plugin.
     */
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

    /**
     * The message of the innermost exception of a type. Outer exceptions only repeat the message of the innermost
     * exception.
     */
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
