package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.concurrent.CompletableFuture;

/** The action of a {@link FaultProxy} on a request. */
sealed interface ProxyAction {

    /** Forwards the request. */
    record Pass() implements ProxyAction {}

    /**
     * Answers the request without the API server.
     *
     * @param body a {@code Status} object as from an API server, or an HTML page as from a load balancer
     * @param retryAfter the header Retry-After, in seconds; {@code null} to omit the header
     */
    record Respond(int code, String body, Integer retryAfter) implements ProxyAction {}

    /** Breaks the connection before the API server receives the request. */
    record DropRequest() implements ProxyAction {}

    /** Forwards the request, and breaks the connection in the middle of the response. */
    record DropResponse() implements ProxyAction {}

    /**
     * Forwards the request, and stalls the response in the middle.
     *
     * @param release the response continues when this future completes
     */
    record StallResponse(CompletableFuture<Void> release) implements ProxyAction {}

    /**
     * Forwards the request without its {@code Accept} header. To such a request, the API server answers without
     * aggregated discovery, as a server before Kubernetes 1.26 does.
     */
    record WithoutAccept() implements ProxyAction {}

    /** Forwards the request with an invalid credential. */
    record ReplaceCredential() implements ProxyAction {}

    /**
     * Forwards some events of a watch, and then ends the watch.
     *
     * @param events the number of events that are forwarded
     * @param last the bytes to send before the end, such as an error event or a part of an event; empty to send nothing
     */
    record EndWatch(int events, String last) implements ProxyAction {}

    ProxyAction PASS = new Pass();

    /** Returns a response with a Status object, like the response of an API server that refuses a request. */
    static Respond status(int code, String reason, String message, Integer retryAfter) {
        String body = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message.replace("\"", "\\\""), reason, code);
        return new Respond(code, body, retryAfter);
    }
}
