package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
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
 * @param failing further ones, each of which fails while the others are under way, with the warnings of its pods
 * @param threadsBefore platform threads before; virtual ones hold none while they wait
 * @param threadsPeak the most at any time
 * @param under how many were under way when memory was measured
 * @param heap bytes that these held, after a garbage collection
 * @param wall nanoseconds from the first call to the last verdict
 */
record Crowd(
        int rollouts, int failing, int threadsBefore, int threadsPeak, int under, long heap, long wall, Series lag) {

    /** So that all are applied before the first runs. */
    private static final String READY_AFTER = "25s";

    private static final String READY = "deploy-workload.test/ready-after";

    static Crowd of(int rollouts, int failing, InProcess engine, Observer observer, String namespace) {
        List<List<HasMetadata>> workloads = new ArrayList<>();
        for (int i = 0; i < rollouts; i++) {
            workloads.add(Failures.annotated(objects(namespace, "crowd-" + i), READY, READY_AFTER));
        }
        for (int i = 0; i < failing; i++) {
            workloads.add(Failures.failing(objects(namespace, "failing-in-crowd-" + i), Failures.INVALID));
        }
        observer.awaitQuiet();
        observer.forget();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int threadsBefore = threads.getThreadCount();
        threads.resetPeakThreadCount();
        long heapBefore = used();
        long[] ends = new long[workloads.size()];
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger watching = new AtomicInteger();
        CompletableFuture<Void> applied = new CompletableFuture<>();
        long start = System.nanoTime();
        CompletableFuture<List<RolloutResult>> all = CompletableFuture.supplyAsync(
                () -> engine.deploy(namespace, workloads, RolloutOptions.defaults(), (index, nanos, event) -> {
                    switch (event) {
                        case RolloutEvent.Watching begun -> {
                            if (watching.incrementAndGet() == workloads.size()) {
                                applied.complete(null);
                            }
                        }
                        case RolloutEvent.Ended result -> {
                            ends[index] = nanos;
                            ended.incrementAndGet();
                        }
                        default -> {
                            // Not asked for here.
                        }
                    }
                }),
                task -> Thread.ofPlatform().daemon().start(task));
        // Should one fail, there is nothing more to wait for.
        CompletableFuture.anyOf(applied, all).join();
        int under = workloads.size() - ended.get();
        long heap = used() - heapBefore;
        check(all.join(), rollouts);
        int threadsPeak = threads.getPeakThreadCount();
        Series lag = new Series();
        long last = 0;
        for (int i = 0; i < rollouts; i++) {
            lag.add(ends[i] - observer.published(namespace, "crowd-" + i, Shop.image(1), start));
            last = Math.max(last, ends[i]);
        }
        return new Crowd(rollouts, failing, threadsBefore, threadsPeak, under, heap, last - start, lag);
    }

    /** The first so many run, the others do not. */
    private static void check(List<RolloutResult> results, int rollouts) {
        for (int i = 0; i < results.size(); i++) {
            Outcome expected = i < rollouts ? Outcome.SUCCEEDED : Outcome.FAILED;
            if (results.get(i).outcome() != expected) {
                throw new IllegalStateException(results.get(i).message());
            }
        }
    }

    private static List<HasMetadata> objects(String namespace, String name) {
        return Shop.objects(namespace, name, 1).stream()
                .filter(object -> !object.getKind().equals("HorizontalPodAutoscaler"))
                .toList();
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
