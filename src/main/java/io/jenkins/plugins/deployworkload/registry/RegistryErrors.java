package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.net.URI;
import org.jvnet.localizer.Localizable;

/** Turns an answer that is not a success into an exception. The body of such an answer is not shown: it may be anything. */
final class RegistryErrors {

    private RegistryErrors() {}

    static RegistryException of(RegistryHttp.Answer answer, RegistrySettings settings) {
        String server = RegistryHttp.server(answer.uri());
        return switch (answer.status()) {
            case 401, 403 -> new RegistryException(Kind.UNAUTHORIZED, unauthorized(answer.uri(), settings));
            case 404 -> new RegistryException(Kind.NOT_FOUND, Messages._RegistryErrors_notFound(server));
            case 429 -> new RegistryException(Kind.RATE_LIMITED, rateLimited(answer, server));
            default ->
                answer.status() >= 500
                        ? new RegistryException(
                                Kind.UNREACHABLE, Messages._RegistryErrors_status(server, answer.status()))
                        : new RegistryException(
                                Kind.UNUSABLE, Messages._RegistryErrors_status(server, answer.status()));
        };
    }

    static Localizable unauthorized(URI uri, RegistrySettings settings) {
        String server = RegistryHttp.server(uri);
        return settings.login() == null
                ? Messages._RegistryErrors_loginRequired(server)
                : Messages._RegistryErrors_loginRefused(server);
    }

    private static Localizable rateLimited(RegistryHttp.Answer answer, String server) {
        String seconds = answer.header("Retry-After").strip();
        return seconds.matches("[0-9]{1,6}")
                ? Messages._RegistryErrors_rateLimitedFor(server, seconds)
                : Messages._RegistryErrors_rateLimited(server);
    }
}
