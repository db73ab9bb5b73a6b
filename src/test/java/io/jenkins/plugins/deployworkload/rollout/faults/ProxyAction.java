package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.concurrent.CompletableFuture;

/** The action of a {@link FaultProxy} on a request. */
sealed interface ProxyAction {

    /** Forwards the request. */
    record Pass() implements ProxyAction {}

    /**
     * Answers the request without the API server.
     *
     * @param body a Status, as an API server sends it, or the HTML page of a load balancer
     * @param retryAfter in seconds; {@code null} for none
     */
    record Respond(int code, String body, Integer retryAfter) implements ProxyAction {}

    /** Breaks the connection before the API server receives the request. */
    record DropRequest() implements ProxyAction {}

    /** Forwards the request, and breaks the connection in the middle of the response. */
    record DropResponse() implements ProxyAction {}

    /**
     * Forwards the request, and stalls the response in the middle.
     *
     * @param release completes when the response continues
     */
    record StallResponse(CompletableFuture<Void> release) implements ProxyAction {}

    /** Forwards the request with an invalid credential. */
    record ReplaceCredential() implements ProxyAction {}

    /**
     * Forwards a watch for some events and then ends it.
     *
     * @param events the number of events before the end
     * @param last the bytes before the end: an event or a part of an event; empty for a regular end
     */
    record EndWatch(int events, String last) implements ProxyAction {}

    ProxyAction PASS = new Pass();

    /** The Status with which an API server refuses a request. */
    static Respond status(int code, String reason, String message, Integer retryAfter) {
        String body = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message.replace("\"", "\\\""), reason, code);
        return new Respond(code, body, retryAfter);
    }
}
