package io.jenkins.plugins.deployworkload.client.watch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Keeps the first bytes of a stream, up to a limit. */
final class BoundedBuffer {

    private final int limit;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** @param limit the number of bytes to keep; all further bytes are dropped */
    BoundedBuffer(int limit) {
        this.limit = limit;
    }

    synchronized void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), limit - content.size())];
            buffer.get(bytes);
            content.writeBytes(bytes);
        }
    }

    synchronized byte[] toByteArray() {
        return content.toByteArray();
    }
}
