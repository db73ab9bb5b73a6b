package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many rollouts at once in one Java process: what they cost while all are under way, and how late they hear.
 *
 * @param rollouts all of which succeeded
 * @param threadsBefore platform threads before; virtual ones hold none while they wait
 * @param threadsPeak the most at any time
 * @param under how many were under way when memory was measured
 * @param heap bytes that these held, after a garbage collection
 * @param wall nanoseconds from the first call to the last verdict
 */
record Crowd(int rollouts, int threadsBefore, int threadsPeak, int under, long heap, long wall, Series lag) {

    /** So that all are applied before the first runs. */
    private static final String READY_AFTER = "25s";

    static Crowd of(int rollouts, InProcess engine, Observer observer, String namespace) {
        List<List<HasMetadata>> workloads = new ArrayList<>();
        for (int i = 0; i < rollouts; i++) {
            workloads.add(objects(namespace, "crowd-" + i));
        }
        observer.awaitQuiet();
        observer.forget();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int threadsBefore = threads.getThreadCount();
        threads.resetPeakThreadCount();
        long heapBefore = used();
        long[] ends = new long[rollouts];
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger watching = new AtomicInteger();
        CompletableFuture<Void> applied = new CompletableFuture<>();
        long start = System.nanoTime();
        CompletableFuture<Void> all = CompletableFuture.runAsync(
                () -> engine.deploy(namespace, workloads, new InProcess.Steps() {
                    @Override
                    public void watching(int index) {
                        if (watching.incrementAndGet() == rollouts) {
                            applied.complete(null);
                        }
                    }

                    @Override
                    public void ended(int index, long nanos) {
                        ends[index] = nanos;
                        ended.incrementAndGet();
                    }
                }),
                task -> Thread.ofPlatform().daemon().start(task));
        // Should one fail, there is nothing more to wait for.
        CompletableFuture.anyOf(applied, all).join();
        int under = rollouts - ended.get();
        long heap = used() - heapBefore;
        all.join();
        int threadsPeak = threads.getPeakThreadCount();
        Series lag = new Series();
        long last = 0;
        for (int i = 0; i < rollouts; i++) {
            lag.add(ends[i] - observer.published(namespace, "crowd-" + i, Shop.image(1), start));
            last = Math.max(last, ends[i]);
        }
        return new Crowd(rollouts, threadsBefore, threadsPeak, under, heap, last - start, lag);
    }

    private static List<HasMetadata> objects(String namespace, String name) {
        List<HasMetadata> objects = Shop.objects(namespace, name, 1).stream()
                .filter(object -> !object.getKind().equals("HorizontalPodAutoscaler"))
                .toList();
        objects.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .forEach(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations()
                        .put("deploy-workload.test/ready-after", READY_AFTER));
        return objects;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
