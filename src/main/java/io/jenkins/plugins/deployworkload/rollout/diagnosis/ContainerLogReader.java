package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads the last lines of a container's log. The account needs the permission to read logs, and the node must respond
 * in time.
 */
public final class ContainerLogReader {

    /** The number of lines. For comparison, krane shows 25 and skaffold 3, but a stack trace is often longer. */
    static final int MAX_LINES = 30;

    /**
     * In bytes. If the requested lines are longer than this limit, the kubelet cuts off the last lines, which matter
     * most. The limit is therefore far above the usual length of the lines.
     */
    private static final int MAX_BYTES = 256 * 1024;

    /** A finding must not wait long for a node that does not respond. */
    private static final int TIMEOUT_SECONDS = 3;

    private final Connection connection;
    private final String namespace;
    private final BooleanSupplier isAllowed;

    /** @param isAllowed whether logs may be read; asked before each request */
    public ContainerLogReader(Connection connection, String namespace, BooleanSupplier isAllowed) {
        this.connection = connection;
        this.namespace = namespace;
        this.isAllowed = isAllowed;
    }

    /** Reads other facts with the same connection. */
    FactReader factReader(Executor tasks) {
        return new FactReader(connection, namespace, tasks);
    }

    /**
     * @param previous whether to read the log of the previous run
     * @return the lines, or one line that states why the log cannot be read; the future always completes normally
     */
    CompletableFuture<List<String>> tail(String pod, String container, boolean previous) {
        if (!isAllowed.getAsBoolean()) {
            return CompletableFuture.completedFuture(List.of(Messages.ContainerLogReader_notAllowed()));
        }
        Map<String, String> query = new HashMap<>(Map.of(
                "container", container,
                "tailLines", String.valueOf(MAX_LINES),
                "limitBytes", String.valueOf(MAX_BYTES)));
        if (previous) {
            query.put("previous", "true");
        }
        String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log";
        return connection
                .apiClient()
                .sendForText(ApiRequest.get(path, query))
                .thenApply(text -> LogSanitizer.lastLines(MAX_LINES, text))
                .completeOnTimeout(List.of(Messages.ContainerLogReader_timeout()), TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(problem -> List.of(Messages.ContainerLogReader_unreadable(
                        connection.failure(problem).message())));
    }
}
