package io.jenkins.plugins.deployworkload.bench.scale;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Takes a sample of this JVM every few seconds, and keeps the largest heap. Each sample collects garbage. */
final class PeakSampler implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final JvmSample before = JvmSample.now();
    private final Thread thread = Thread.ofPlatform().daemon().name("sampler").start(this::run);
    private volatile long peakHeap;

    PeakSampler() {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                peakHeap = Math.max(peakHeap, JvmSample.now().heap());
            }
        } catch (InterruptedException e) {
            // The sampler was closed.
        }
    }

    JvmSample before() {
        return before;
    }

    /** The largest growth of the heap since the start, in bytes; 0 before the first sample. */
    long heapGrowth() {
        return Math.max(0, peakHeap - before.heap());
    }

    int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
