package io.jenkins.plugins.deployworkload.client.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Delays that block no thread, for example between retries. */
public final class Delay {

    private Delay() {}

    /** @return a future that completes after the given time, on a virtual thread */
    public static CompletableFuture<Void> of(Duration time) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, VirtualThreads::start));
    }
}
