package io.jenkins.plugins.deployworkload.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Single requests that hold no thread while they wait. They take what the client has (address, credential, trust, proxy),
 * and give what its own operations keep to themselves: the status and the warnings.
 */
public final class ApiRequests {

    /** A warning's text in quotes, after its code and agent (RFC 9111). */
    private static final Pattern WARNING = Pattern.compile("^\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    /** So that one client is enough. */
    private static final int AT_ONCE = Clients.LIMIT;

    private final KubernetesClient client;
    private final ConnectionConfig config;
    private final Turnstile turnstile;
    private final Tries tries;
    private final Unanswered unanswered;

    /** @param clients as those of {@link Tries} */
    ApiRequests(KubernetesClient client, Clients clients, ConnectionConfig config) {
        this(
                client,
                config,
                new Tries(clients, ClientConfig.REQUEST_TIMEOUT, ClientConfig.ANSWER_TIMEOUT, System::nanoTime));
    }

    ApiRequests(KubernetesClient client, ConnectionConfig config, Tries tries) {
        this(client, config, new Turnstile(AT_ONCE), tries, new Unanswered());
    }

    private ApiRequests(
            KubernetesClient client, ConnectionConfig config, Turnstile turnstile, Tries tries, Unanswered unanswered) {
        this.client = client;
        this.config = config;
        this.turnstile = turnstile;
        this.tries = tries;
        this.unanswered = unanswered;
    }

    /** The same, for one of those who share them: what they wait for is told apart. */
    ApiRequests share() {
        return new ApiRequests(client, config, turnstile, tries, new Unanswered());
    }

    Unanswered unanswered() {
        return unanswered;
    }

    /**
     * @return the answer, or a {@link KubernetesClientException} with the server's status for anything but 2xx, which is a
     *     {@link RefusedRetry} where the write may have been carried out all the same, or what broke the connection
     */
    public <T> CompletableFuture<ApiAnswer<T>> send(ApiRequest request, Class<T> type) {
        return bytes(request).thenApply(response -> {
            T object = serialization().unmarshal(new ByteArrayInputStream(response.body()), type);
            return new ApiAnswer<>(object, response.code(), warnings(response));
        });
    }

    /** As {@link #send}, for what is no object: a container's log. */
    public CompletableFuture<String> text(ApiRequest request) {
        return bytes(request).thenApply(response -> new String(response.body(), StandardCharsets.UTF_8));
    }

    private CompletableFuture<HttpResponse<byte[]>> bytes(ApiRequest request) {
        HttpRequest.Builder builder = client.getHttpClient().newHttpRequestBuilder();
        builder.uri(request.address(config.server()));
        if (request.accept() != null) {
            builder.header("Accept", request.accept());
        }
        if (request.body() != null) {
            builder.method(request.method(), request.contentType(), request.body());
        }
        // What it throws, for a client that was closed or that has no token, becomes the failure of the answer.
        CompletableFuture<Tries.Last> answer =
                turnstile.pass(() -> authorized(builder).thenCompose(tries::send));
        return unanswered.keep(request, answer).thenApply(last -> {
            HttpResponse<byte[]> response = last.response();
            if (!response.isSuccessful()) {
                throw refusal(response, response.body(), last.doubtful() && request.mayChangeSomething());
            }
            return response;
        });
    }

    /** With the token, which may have to be made first. */
    CompletableFuture<HttpRequest.Builder> authorized(HttpRequest.Builder request) {
        CompletableFuture<String> token =
                switch (config.credential()) {
                    case TokenCredential fixed -> CompletableFuture.completedFuture(fixed.token());
                    case RenewedToken renewed -> renewed.fetch();
                    case CertificateCredential certificate -> CompletableFuture.completedFuture(null);
                };
        return token.thenApply(text -> text == null ? request : request.setHeader("Authorization", "Bearer " + text));
    }

    KubernetesSerialization serialization() {
        return client.getKubernetesSerialization();
    }

    String server() {
        return config.server();
    }

    /** Why a request failed, in one sentence. */
    ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /**
     * What the server says by an answer that is not 2xx.
     *
     * @param body as far as it was read
     */
    KubernetesClientException refusal(HttpResponse<?> response, byte[] body) {
        return refusal(response, body, false);
    }

    private KubernetesClientException refusal(HttpResponse<?> response, byte[] body, boolean doubtful) {
        Status status;
        try {
            JsonNode node = serialization().unmarshal(new ByteArrayInputStream(body), JsonNode.class);
            status = serialization().convertValue(node, Status.class);
        } catch (RuntimeException e) {
            // What is no JSON is read as YAML, and each of the readers has exceptions of its own.
            status = null;
        }
        // Proxies in between answer with pages of their own, which say nothing to a reader of a build log.
        boolean readable = status != null && status.getMessage() != null;
        Status known = readable ? status : new Status();
        String message = readable ? status.getMessage() : "HTTP " + response.code();
        long seconds = Tries.retryAfter(response);
        if (seconds > 0) {
            message = Messages.ApiRequests_later(message, String.valueOf(seconds));
            known.setMessage(message);
        }
        return doubtful
                ? new RefusedRetry(message, response.code(), known)
                : new KubernetesClientException(message, response.code(), known);
    }

    private static List<String> warnings(HttpResponse<?> response) {
        return response.headers("Warning").stream()
                .map(WARNING::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1).replaceAll("\\\\(.)", "$1"))
                .distinct()
                .toList();
    }
}
