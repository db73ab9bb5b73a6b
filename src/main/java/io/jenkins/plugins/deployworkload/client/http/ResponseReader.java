package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends one request and reads the body of its response, up to the limits of {@link ResponseMemory}. */
final class ResponseReader {

    /** @param body the whole body of the response */
    record Response(HttpResponse<?> head, byte[] body) {

        int code() {
            return head.code();
        }
    }

    private final ResponseMemory memory;
    private final String path;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private AsyncBody body;
    private int reserved;
    private boolean closed;

    ResponseReader(ResponseMemory memory, HttpRequest request) {
        this.memory = memory;
        this.path = request.uri().getPath();
    }

    /** The future fails with a {@link DataLimitException} if the body exceeds a limit. */
    CompletableFuture<Response> send(HttpClient client, HttpRequest request) {
        return client.consumeBytes(request, this::add).thenCompose(response -> {
            open(response.body());
            return response.body().done().thenApply(done -> new Response(response, content.toByteArray()));
        });
    }

    private void open(AsyncBody received) {
        synchronized (this) {
            body = received;
            if (closed) {
                received.cancel();
                return;
            }
        }
        received.consume();
    }

    /** If this method throws an exception, the client cancels the body and fails its future. */
    private void add(List<ByteBuffer> buffers, AsyncBody received) {
        synchronized (this) {
            for (ByteBuffer buffer : buffers) {
                byte[] bytes = new byte[buffer.remaining()];
                if (content.size() + bytes.length > ResponseMemory.MAX_RESPONSE) {
                    throw DataLimitException.response(path, ResponseMemory.MAX_RESPONSE);
                }
                if (!closed) {
                    memory.reserve(bytes.length, path);
                    reserved += bytes.length;
                    buffer.get(bytes);
                    content.writeBytes(bytes);
                }
            }
        }
        received.consume();
    }

    /**
     * Ends the reading.
     *
     * @param cancel whether the body may still arrive. A body that nobody waits for could arrive without an end
     */
    synchronized void close(boolean cancel) {
        closed = true;
        memory.release(reserved);
        reserved = 0;
        if (cancel && body != null) {
            body.cancel();
        }
    }
}
