package io.jenkins.plugins.deployworkload.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
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
 * Sends single requests asynchronously. Requests use the address, credential, trusted certificates and proxy of the
 * fabric8 client. Responses include the HTTP status and the warnings, which fabric8's own operations do not expose.
 */
public final class ApiClient {

    /**
     * The quoted text of a {@code Warning} header, which follows the warn-code and the warn-agent (RFC 7234, section
     * 5.5).
     */
    private static final Pattern WARNING = Pattern.compile("^\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Runnable NO_CHECK = () -> {};

    /** Limit of warnings in one response. The build log shows each of them. */
    private static final int MAX_WARNINGS = 100;

    private final KubernetesClient client;
    private final ConnectionConfig config;
    private final RetryingSender sender;
    private final InFlightRequests inFlight;
    private final ServerText serverText;
    private final Runnable retryCheck;

    /** @param clients HTTP clients that do not retry requests themselves */
    public ApiClient(KubernetesClient client, HttpClientPool clients, ConnectionConfig config) {
        this(client, config, new RetryingSender(clients, RetryLimits.DEFAULT, System::nanoTime));
    }

    public ApiClient(KubernetesClient client, ConnectionConfig config, RetryingSender sender) {
        this(client, config, sender, new InFlightRequests(), new ServerText(), NO_CHECK);
    }

    private ApiClient(
            KubernetesClient client,
            ConnectionConfig config,
            RetryingSender sender,
            InFlightRequests inFlight,
            ServerText serverText,
            Runnable retryCheck) {
        this.client = client;
        this.config = config;
        this.sender = sender;
        this.inFlight = inFlight;
        this.serverText = serverText;
        this.retryCheck = retryCheck;
    }

    /**
     * Returns a client for one lease of the connection. The returned client has its own set of in-flight requests and
     * shares everything else with this client.
     */
    public ApiClient share() {
        return new ApiClient(client, config, sender, new InFlightRequests(), serverText, NO_CHECK);
    }

    /**
     * Returns a client that shares everything with this client, and asks whether a write may be retried. The API server
     * may make a rejected write wait for minutes.
     *
     * @param check runs before each retry of a write, on a virtual thread. The write fails with the exception of the check,
     *     unless the API server may have applied an earlier attempt
     */
    public ApiClient withRetryCheck(Runnable check) {
        return new ApiClient(client, config, sender, inFlight, serverText, check);
    }

    public InFlightRequests inFlight() {
        return inFlight;
    }

    /**
     * @return a future with the response. The future fails with the connection error, or with a
     *     {@link KubernetesClientException} if the status is not 2xx. This exception is an
     *     {@link AmbiguousWriteException} if the server may have applied an earlier attempt of a write
     */
    public <T> CompletableFuture<ApiResponse<T>> send(ApiRequest request, Class<T> type) {
        return sendForBytes(request).thenApply(response -> {
            T object = serialization().unmarshal(new ByteArrayInputStream(response.body()), type);
            check(object, request);
            return new ApiResponse<>(
                    object, response.code(), warnings(response.head()), List.of(), response.body().length);
        });
    }

    private static void check(Object received, ApiRequest request) {
        if (received instanceof KubernetesResourceList<?> list) {
            list.getItems().forEach(item -> check(item, request));
        } else if (received instanceof HasMetadata object) {
            ServerObject.check(object, request.path());
            if (!request.query().containsKey("dryRun")) {
                ServerObject.checkStored(object, request.path());
            }
        }
    }

    /**
     * Like {@link #send}, but waits for the response. Use this method only on virtual threads, because it blocks its
     * thread.
     *
     * @throws RuntimeException the exception with which the future of {@link #send} fails
     */
    public <T> ApiResponse<T> call(ApiRequest request, Class<T> type) {
        return VirtualThreads.join(send(request, type));
    }

    /** Like {@link #send}, but for a response in plain text, such as a container's log. */
    public CompletableFuture<String> sendForText(ApiRequest request) {
        return sendForBytes(request).thenApply(response -> new String(response.body(), StandardCharsets.UTF_8));
    }

    private CompletableFuture<ResponseReader.Response> sendForBytes(ApiRequest request) {
        HttpRequest.Builder builder = client.getHttpClient().newHttpRequestBuilder();
        builder.uri(request.url(config.server()));
        if (request.accept() != null) {
            builder.header("Accept", request.accept());
        }
        if (request.body() != null) {
            builder.method(request.method(), request.contentType(), request.body());
        }
        Runnable check = request.isWrite() ? retryCheck : NO_CHECK;
        return inFlight.track(request, stop -> sender.send(() -> authorized(builder), check, stop))
                .thenApply(last -> {
                    ResponseReader.Response answer = last.response();
                    if (!answer.head().isSuccessful()) {
                        throw toException(answer.head(), answer.body(), last.ambiguous() && request.isWrite());
                    }
                    return answer;
                });
    }

    /** Adds the bearer token to a request. The result is a future, because the token may have to be fetched first. */
    public CompletableFuture<HttpRequest.Builder> authorized(HttpRequest.Builder request) {
        CompletableFuture<String> token =
                switch (config.credential()) {
                    case TokenCredential fixed -> CompletableFuture.completedFuture(fixed.token());
                    case TokenSourceCredential source -> source.fetch();
                    case CertificateCredential certificate -> CompletableFuture.completedFuture(null);
                };
        return token.thenApply(text -> {
            serverText.setToken(text);
            return text == null ? request : request.setHeader("Authorization", "Bearer " + text);
        });
    }

    public KubernetesSerialization serialization() {
        return client.getKubernetesSerialization();
    }

    public String server() {
        return config.server();
    }

    /** Describes for users why a request failed. */
    public ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /**
     * Converts an error response to an exception.
     *
     * @param body the response body, or its beginning if only a part was read
     */
    public KubernetesClientException toException(HttpResponse<?> response, byte[] body) {
        return toException(response, body, false);
    }

    private KubernetesClientException toException(HttpResponse<?> response, byte[] body, boolean ambiguous) {
        Status status;
        try {
            JsonNode node = serialization().unmarshal(new ByteArrayInputStream(serverText.error(body)), JsonNode.class);
            status = serialization().convertValue(node, Status.class);
        } catch (RuntimeException e) {
            // Catch all exceptions: fabric8 parses a body that is not JSON as YAML, and the two parsers throw different
            // exceptions.
            status = null;
        }
        // Ignore a body that is not a Status object: proxies respond with HTML pages, which do not help in a build log.
        boolean readable = status != null && status.getMessage() != null;
        Status known = readable ? status : new Status();
        String message = readable ? status.getMessage() : "HTTP " + response.code();
        long seconds = RetryingSender.retryAfter(response);
        if (seconds > 0) {
            message = Messages.ApiClient_retryAfter(message, String.valueOf(seconds));
            known.setMessage(message);
        }
        return ambiguous
                ? new AmbiguousWriteException(message, response.code(), known)
                : new KubernetesClientException(message, response.code(), known);
    }

    private List<String> warnings(HttpResponse<?> response) {
        return response.headers("Warning").stream()
                .map(WARNING::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1).replaceAll("\\\\(.)", "$1"))
                .map(serverText::mask)
                .distinct()
                .limit(MAX_WARNINGS)
                .toList();
    }
}
