package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Fetches the last lines of a container's log, where the account may and the node answers soon. */
final class LogReader {

    /** krane shows 25 lines, skaffold 3; stack traces are longer than either. */
    static final int LINES = 30;

    /**
     * A node cuts at this from the first of the lines on, so that too little would lose the last ones: room for lines far
     * longer than are shown.
     */
    private static final int BYTES = 256 * 1024;

    /** A node that does not answer is a reason of its own; nobody is to wait for it. */
    private static final int SECONDS = 3;

    private final Connection connection;
    private final String namespace;

    LogReader(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /**
     * @param previous whether of the run before this one
     * @return the lines, or one that says why there are none; always completes normally
     */
    CompletableFuture<List<String>> tail(String pod, String container, boolean previous) {
        Map<String, String> query = new HashMap<>(Map.of(
                "container", container,
                "tailLines", String.valueOf(LINES),
                "limitBytes", String.valueOf(BYTES)));
        if (previous) {
            query.put("previous", "true");
        }
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log";
        return connection
                .requests()
                .text(ApiRequest.get(path, query))
                .thenApply(text -> LogLines.last(LINES, text))
                .completeOnTimeout(List.of(Messages.Log_silent()), SECONDS, TimeUnit.SECONDS)
                .exceptionally(problem ->
                        List.of(Messages.Log_none(connection.failure(problem).message())));
    }
}
