package io.jenkins.plugins.deployworkload.client.concurrent;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * Creates JSON factories for code that runs on virtual threads. By default, Jackson keeps the buffers of its parsers and
 * generators with the thread that used them. Virtual threads are not reused, so each would allocate buffers of its own,
 * and a rollout that waits would keep about 30 KB of them.
 */
public final class JsonFactories {

    /** Threads that use JSON at the same time and find no buffers here allocate their own ones. */
    private static final int MAX_IDLE_BUFFERS = 16;

    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newBoundedPool(MAX_IDLE_BUFFERS);

    private JsonFactories() {}

    /** A builder with Jackson's defaults, whose factories share their buffers. */
    public static JsonFactoryBuilder builder() {
        return new JsonFactoryBuilder().recyclerPool(BUFFERS);
    }
}
