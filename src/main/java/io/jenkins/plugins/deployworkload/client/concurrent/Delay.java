package io.jenkins.plugins.deployworkload.client.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Non-blocking delays, such as between retries. */
public final class Delay {

    private Delay() {}

    /** @return completes after the given time, on a virtual thread */
    public static CompletableFuture<Void> of(Duration time) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, VirtualThreads::start));
    }
}
