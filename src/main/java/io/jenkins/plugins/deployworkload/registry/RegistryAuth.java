package io.jenkins.plugins.deployworkload.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Logs in to a registry: with Basic authentication, or with a token of the registry's token server. The login goes over
 * TLS only, and only to hosts of the configuration.
 */
final class RegistryAuth {

    /** In bytes. A token contains the permissions of an account and has a few kilobytes. */
    private static final int MAX_TOKEN_ANSWER = 1 << 18;

    /** A token is valid for at least this time, according to the specification, if its answer does not say how long. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);

    /** A token is not used in its last seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,100000}");

    private record Token(String value, Instant expiresAt) {}

    /** One token for each repository. Beyond the limit, each request asks for a token. */
    private static final int MAX_TOKENS = 100;

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final HostGuard guard;
    private final InstantSource clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    RegistryAuth(RegistrySettings settings, RegistryHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.guard = new HostGuard(settings);
        this.clock = clock;
    }

    /** The header of a request for which a token is known; empty if a request without a login shows what is needed. */
    Optional<String> known(String scope) {
        Token token = tokens.get(scope);
        return token != null && clock.instant().isBefore(token.expiresAt)
                ? Optional.of("Bearer " + token.value)
                : Optional.empty();
    }

    /**
     * The header that answers a challenge.
     *
     * @param refused the answer with the status 401
     * @param scope the permission that the request needs. The scope of the challenge is not used, because it could ask
     *     for more, such as the permission to push
     */
    String answer(RegistryHttp.Answer refused, String scope) throws RegistryException, InterruptedException {
        tokens.remove(scope);
        Challenge challenge = Challenge.of(refused.headers().allValues("WWW-Authenticate"))
                .orElseThrow(() -> unauthorized(refused.uri()));
        if (challenge.scheme().equals("bearer")) {
            Token token = fetch(challenge, scope);
            tokens.values().removeIf(known -> !clock.instant().isBefore(known.expiresAt));
            if (tokens.size() < MAX_TOKENS) {
                tokens.put(scope, token);
            }
            return "Bearer " + token.value;
        }
        if (settings.login() == null) {
            throw unauthorized(refused.uri());
        }
        requireTls(refused.uri());
        return settings.login().header();
    }

    private Token fetch(Challenge challenge, String scope) throws RegistryException, InterruptedException {
        URI uri = tokenAddress(challenge, scope);
        guard.checkTokenHost(uri);
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        if (settings.login() != null) {
            requireTls(uri);
            headers.put("Authorization", settings.login().header());
        }
        RegistryHttp.Answer answer = http.get(uri, headers, MAX_TOKEN_ANSWER);
        if (answer.status() != 200) {
            throw RegistryErrors.of(answer, settings);
        }
        JsonNode json = RegistryJson.read(answer, settings);
        String value = json.path("token").asText(json.path("access_token").asText(""));
        if (!TOKEN.matcher(value).matches()) {
            throw new RegistryException(Kind.UNUSABLE, Messages._RegistryAuth_noToken(RegistryHttp.server(uri)));
        }
        long seconds = json.path("expires_in").asLong(DEFAULT_LIFETIME.toSeconds());
        Duration lifetime =
                Duration.ofSeconds(Math.clamp(seconds, 0, Duration.ofHours(1).toSeconds()));
        return new Token(value, clock.instant().plus(lifetime).minus(MARGIN));
    }

    private URI tokenAddress(Challenge challenge, String scope) throws RegistryException {
        String realm = challenge.parameter("realm");
        String service = challenge.parameter("service");
        try {
            URI base = new URI(realm);
            String query = (base.getRawQuery() == null ? "" : base.getRawQuery() + "&")
                    + (service.isEmpty() ? "" : "service=" + encode(service) + "&")
                    + (scope.isEmpty() ? "" : "scope=" + encode(scope));
            if (base.getHost() != null && base.getScheme() != null) {
                return new URI(base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath() + "?" + query);
            }
        } catch (URISyntaxException e) {
            // The exception below has the same meaning.
        }
        throw new RegistryException(
                Kind.UNUSABLE, Messages._RegistryAuth_realm(settings.name(), RegistryHttp.text(realm)));
    }

    private void requireTls(URI uri) throws RegistryException {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new RegistryException(Kind.UNUSABLE, Messages._RegistryAuth_plainHttp(RegistryHttp.server(uri)));
        }
    }

    private RegistryException unauthorized(URI uri) {
        return new RegistryException(Kind.UNAUTHORIZED, RegistryErrors.unauthorized(uri, settings));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
