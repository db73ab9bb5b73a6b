package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.concurrent.CompletableFuture;

/** What a {@link FaultProxy} does with a request. */
sealed interface ProxyAction {

    /** It goes through. */
    record Pass() implements ProxyAction {}

    /**
     * It is answered here, and the API server never sees it.
     *
     * @param body what stands in the answer; a Status for those of an API server, a page for those of a load balancer
     * @param retryAfter in seconds; {@code null} for none
     */
    record Respond(int code, String body, Integer retryAfter) implements ProxyAction {}

    /** The connection ends before the API server has seen the request. */
    record DropRequest() implements ProxyAction {}

    /** The API server carries it out, and the connection ends in the middle of its answer. */
    record DropResponse() implements ProxyAction {}

    /**
     * The API server carries it out, and the answer stops in the middle.
     *
     * @param release when it goes on
     */
    record StallResponse(CompletableFuture<Void> release) implements ProxyAction {}

    /** It goes through with a credential that the API server does not know. */
    record ReplaceCredential() implements ProxyAction {}

    /**
     * A watch that goes through for some events and then ends.
     *
     * @param events how many come before
     * @param last what comes then: an event, or a part of one; empty for an end in good order
     */
    record EndWatch(int events, String last) implements ProxyAction {}

    ProxyAction PASS = new Pass();

    /** As an API server says no. */
    static Respond status(int code, String reason, String message, Integer retryAfter) {
        String body = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message.replace("\"", "\\\""), reason, code);
        return new Respond(code, body, retryAfter);
    }
}
