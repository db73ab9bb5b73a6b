package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.concurrent.CompletableFuture;

/** What a {@link FaultProxy} does with a request. */
sealed interface Treatment {

    /** It goes through. */
    record Pass() implements Treatment {}

    /**
     * It is answered here, and the API server never sees it.
     *
     * @param body what stands in the answer; a Status for those of an API server, a page for those of a load balancer
     * @param retryAfter in seconds; {@code null} for none
     */
    record Answer(int code, String body, Integer retryAfter) implements Treatment {}

    /** The connection ends before the API server has seen the request. */
    record Drop() implements Treatment {}

    /** The API server carries it out, and the connection ends in the middle of its answer. */
    record Lose() implements Treatment {}

    /**
     * The API server carries it out, and the answer stops in the middle.
     *
     * @param release when it goes on
     */
    record Hold(CompletableFuture<Void> release) implements Treatment {}

    /** It goes through with a credential that the API server does not know. */
    record Disown() implements Treatment {}

    /**
     * A watch that goes through for some events and then ends.
     *
     * @param events how many come before
     * @param last what comes then: an event, or a part of one; empty for an end in good order
     */
    record Expire(int events, String last) implements Treatment {}

    Treatment PASS = new Pass();

    /** As an API server says no. */
    static Answer status(int code, String reason, String message, Integer retryAfter) {
        String body = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message.replace("\"", "\\\""), reason, code);
        return new Answer(code, body, retryAfter);
    }
}
