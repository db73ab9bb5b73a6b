package io.jenkins.plugins.deployworkload.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.config.CertificateCredential;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.config.TokenSourceCredential;
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
public final class ApiClient {

    /** A warning's text in quotes, after its code and agent (RFC 9111). */
    private static final Pattern WARNING = Pattern.compile("^\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    /** So that one client is enough. */
    private static final int MAX_IN_FLIGHT = HttpClientPool.MAX_STREAMS;

    private final KubernetesClient client;
    private final ConnectionConfig config;
    private final RequestLimiter limiter;
    private final RetryingSender sender;
    private final InFlightRequests inFlight;

    /** @param clients as those of {@link RetryingSender} */
    public ApiClient(KubernetesClient client, HttpClientPool clients, ConnectionConfig config) {
        this(
                client,
                config,
                new RetryingSender(
                        clients, Fabric8Config.REQUEST_TIMEOUT, Fabric8Config.TOTAL_TIMEOUT, System::nanoTime));
    }

    public ApiClient(KubernetesClient client, ConnectionConfig config, RetryingSender tries) {
        this(client, config, new RequestLimiter(MAX_IN_FLIGHT), tries, new InFlightRequests());
    }

    private ApiClient(
            KubernetesClient client,
            ConnectionConfig config,
            RequestLimiter turnstile,
            RetryingSender tries,
            InFlightRequests unanswered) {
        this.client = client;
        this.config = config;
        this.limiter = turnstile;
        this.sender = tries;
        this.inFlight = unanswered;
    }

    /** The same, for one of those who share them: what they wait for is told apart. */
    public ApiClient share() {
        return new ApiClient(client, config, limiter, sender, new InFlightRequests());
    }

    public InFlightRequests inFlight() {
        return inFlight;
    }

    /**
     * @return the answer, or a {@link KubernetesClientException} with the server's status for anything but 2xx, which is a
     *     {@link AmbiguousWriteException} where the write may have been carried out all the same, or what broke the connection
     */
    public <T> CompletableFuture<ApiResponse<T>> send(ApiRequest request, Class<T> type) {
        return sendForBytes(request).thenApply(response -> {
            T object = serialization().unmarshal(new ByteArrayInputStream(response.body()), type);
            return new ApiResponse<>(object, response.code(), warnings(response));
        });
    }

    /** As {@link #send}, for what is no object: a container's log. */
    public CompletableFuture<String> sendForText(ApiRequest request) {
        return sendForBytes(request).thenApply(response -> new String(response.body(), StandardCharsets.UTF_8));
    }

    private CompletableFuture<HttpResponse<byte[]>> sendForBytes(ApiRequest request) {
        HttpRequest.Builder builder = client.getHttpClient().newHttpRequestBuilder();
        builder.uri(request.url(config.server()));
        if (request.accept() != null) {
            builder.header("Accept", request.accept());
        }
        if (request.body() != null) {
            builder.method(request.method(), request.contentType(), request.body());
        }
        // What it throws, for a client that was closed or that has no token, becomes the failure of the answer.
        CompletableFuture<RetryingSender.LastResponse> answer =
                limiter.submit(() -> authorized(builder).thenCompose(sender::send));
        return inFlight.track(request, answer).thenApply(last -> {
            HttpResponse<byte[]> response = last.response();
            if (!response.isSuccessful()) {
                throw toException(response, response.body(), last.ambiguous() && request.isWrite());
            }
            return response;
        });
    }

    /** With the token, which may have to be made first. */
    public CompletableFuture<HttpRequest.Builder> authorized(HttpRequest.Builder request) {
        CompletableFuture<String> token =
                switch (config.credential()) {
                    case TokenCredential fixed -> CompletableFuture.completedFuture(fixed.token());
                    case TokenSourceCredential renewed -> renewed.fetch();
                    case CertificateCredential certificate -> CompletableFuture.completedFuture(null);
                };
        return token.thenApply(text -> text == null ? request : request.setHeader("Authorization", "Bearer " + text));
    }

    public KubernetesSerialization serialization() {
        return client.getKubernetesSerialization();
    }

    public String server() {
        return config.server();
    }

    /** Why a request failed, in one sentence. */
    public ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /**
     * What the server says by an answer that is not 2xx.
     *
     * @param body as far as it was read
     */
    public KubernetesClientException toException(HttpResponse<?> response, byte[] body) {
        return toException(response, body, false);
    }

    private KubernetesClientException toException(HttpResponse<?> response, byte[] body, boolean doubtful) {
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
        long seconds = RetryingSender.retryAfter(response);
        if (seconds > 0) {
            message = Messages.ApiClient_retryAfter(message, String.valueOf(seconds));
            known.setMessage(message);
        }
        return doubtful
                ? new AmbiguousWriteException(message, response.code(), known)
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
