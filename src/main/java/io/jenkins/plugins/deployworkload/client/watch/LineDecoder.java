package io.jenkins.plugins.deployworkload.client.watch;

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

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(1024);
    private final Consumer<String> consumer;

    LineDecoder(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    pending.write(bytes, start, i - start);
                    start = i + 1;
                    flush();
                }
            }
            pending.write(bytes, start, bytes.length - start);
        }
    }

    private void flush() {
        String text = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        if (!text.isBlank()) {
            consumer.accept(text);
        }
    }
}
