package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connection to one page of Chromium, see https://chromedevtools.github.io/devtools-protocol/tot/. */
final class DevTools implements WebSocket.Listener, AutoCloseable {

    static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bounds the time of a test whose browser does not answer. */
    private static final long ANSWER_SECONDS = 60;

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private final Consumer<JsonNode> events;
    private final WebSocket socket;

    /** @param events receives each event, on the thread of the connection */
    DevTools(HttpClient client, URI page, Consumer<JsonNode> events) {
        this.events = events;
        this.socket = client.newWebSocketBuilder().buildAsync(page, this).join();
    }

    /**
     * Calls a method of the protocol.
     *
     * @param parameters names and values, in turn
     * @throws IllegalStateException if the browser refuses the call
     */
    JsonNode call(String method, Object... parameters) throws InterruptedException {
        int id = lastId.incrementAndGet();
        ObjectNode call = MAPPER.createObjectNode().put("id", id).put("method", method);
        ObjectNode named = call.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            named.set((String) parameters[i], MAPPER.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        socket.sendText(call.toString(), true).join();
        try {
            JsonNode received = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (received.has("error")) {
                throw new IllegalStateException(method + ": " + received.get("error"));
            }
            return received.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method, e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String text = message.toString();
            message.setLength(0);
            receive(text);
        }
        from.request(1);
        return null;
    }

    private void receive(String text) {
        try {
            JsonNode received = MAPPER.readTree(text);
            if (received.has("id")) {
                calls.remove(received.get("id").asInt()).complete(received);
            } else {
                events.accept(received);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        calls.values().forEach(call -> call.completeExceptionally(error));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
