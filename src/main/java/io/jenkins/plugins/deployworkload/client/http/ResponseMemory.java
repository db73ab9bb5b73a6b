package io.jenkins.plugins.deployworkload.client.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory for response bodies, because a server may send bodies without an end. One instance belongs to one
 * connection.
 */
final class ResponseMemory {

    /**
     * In bytes. The largest responses are pages of lists with 500 objects. An object of 100 KiB is rare, and etcd does
     * not store objects above 1.5 MiB.
     */
    static final int MAX_RESPONSE = 64 << 20;

    /** In bytes, for all responses that arrive at the same time. */
    static final int MAX_ALL_RESPONSES = 128 << 20;

    private final AtomicLong used = new AtomicLong();

    /** @throws DataLimitException if the responses together would exceed the limit */
    void reserve(int bytes, String path) {
        if (used.addAndGet(bytes) > MAX_ALL_RESPONSES) {
            used.addAndGet(-bytes);
            throw DataLimitException.allResponses(path, MAX_ALL_RESPONSES);
        }
    }

    void release(int bytes) {
        used.addAndGet(-bytes);
    }
}
