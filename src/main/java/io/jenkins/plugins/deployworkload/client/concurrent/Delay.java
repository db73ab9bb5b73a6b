package io.jenkins.plugins.deployworkload.client.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Time that passes before something is tried again; no thread is held meanwhile. */
public final class Delay {

    private Delay() {}

    /** @return completes when it is over */
    public static CompletableFuture<Void> of(Duration time) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, VirtualThreads::start));
    }
}
