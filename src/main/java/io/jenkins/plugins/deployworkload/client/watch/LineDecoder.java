package io.jenkins.plugins.deployworkload.client.watch;

import io.jenkins.plugins.deployworkload.client.http.DataLimitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Splits a stream of bytes into lines of text. Only complete lines are decoded to text, because the bytes of a single
 * character may be split between two buffers.
 */
final class LineDecoder {

    /** In bytes. etcd does not store objects above 1.5 MiB, and their JSON is at most a few times as long. */
    static final int MAX_LINE = 16 << 20;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(1024);
    private final Consumer<String> consumer;

    LineDecoder(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    /** @throws DataLimitException if a line is longer than {@link #MAX_LINE} */
    void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    append(bytes, start, i - start);
                    start = i + 1;
                    flush();
                }
            }
            append(bytes, start, bytes.length - start);
        }
    }

    private void append(byte[] bytes, int start, int count) {
        if (pending.size() + count > MAX_LINE) {
            throw DataLimitException.watchEvent(MAX_LINE);
        }
        pending.write(bytes, start, count);
    }

    private void flush() {
        String text = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        if (!text.isBlank()) {
            consumer.accept(text);
        }
    }
}
