package io.jenkins.plugins.deployworkload.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Keeps the beginning of a stream of bytes, whoever sends how much. */
final class FirstBytes {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** @param limit how many are kept; those that follow are dropped */
    FirstBytes(int limit) {
        this.limit = limit;
    }

    synchronized void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), limit - kept.size())];
            buffer.get(bytes);
            kept.writeBytes(bytes);
        }
    }

    synchronized byte[] toByteArray() {
        return kept.toByteArray();
    }
}
