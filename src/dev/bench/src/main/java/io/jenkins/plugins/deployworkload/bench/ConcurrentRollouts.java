package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Figures of many concurrent rollouts in one JVM: threads and heap while all rollouts are in progress, and the verdict
 * lag.
 *
 * @param rollouts number of rollouts, all of which succeeded
 * @param concurrentFailures number of additional rollouts, whose pods fail with warning events while the other rollouts
 *     are in progress
 * @param threadsBefore platform threads before the first rollout
 * @param threadsPeak maximum number of platform threads
 * @param readyAfter see {@link BenchSize}
 * @param inFlight rollouts in progress when the heap was measured
 * @param heap heap of the rollouts in progress, in bytes, after a garbage collection
 * @param wall elapsed time from the first call to the last result, in nanoseconds
 * @param lag verdict lag of the successful rollouts
 * @param pinned where virtual threads pinned their carrier threads for longer than {@link PinnedThreads#THRESHOLD}
 */
record ConcurrentRollouts(
        int rollouts,
        int concurrentFailures,
        int threadsBefore,
        int threadsPeak,
        String readyAfter,
        int inFlight,
        long heap,
        long wall,
        Series lag,
        List<String> pinned) {

    private static final Shape SHAPE = new Shape.Web(1);

    static ConcurrentRollouts of(BenchSize size, EngineDeployer engine, Observer observer) {
        int rollouts = size.concurrentRollouts();
        int failing = size.concurrentFailures();
        List<Application> applications = new ArrayList<>();
        for (int i = 0; i < rollouts; i++) {
            applications.add(
                    SHAPE.application(Bench.NAMESPACE, "concurrent-" + i, 1).withPodsReadyAfter(size.readyAfter()));
        }
        for (int i = 0; i < failing; i++) {
            applications.add(SHAPE.application(Bench.NAMESPACE, "failing-concurrent-" + i, 1)
                    .withInvalidImages());
        }
        observer.awaitQuiet();
        observer.clear();
        PinnedThreads pinnedThreads = PinnedThreads.record();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int threadsBefore = threads.getThreadCount();
        threads.resetPeakThreadCount();
        long heapBefore = usedHeap();
        long[] ends = new long[applications.size()];
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger appliedCount = new AtomicInteger();
        CompletableFuture<Void> applied = new CompletableFuture<>();
        long start = System.nanoTime();
        CompletableFuture<List<RolloutResult>> all = CompletableFuture.supplyAsync(
                () -> engine.rollOut(applications, RolloutOptions.defaults(), (index, nanos, event) -> {
                    switch (event) {
                        case RolloutEvent.Waiting waiting -> {
                            if (appliedCount.incrementAndGet() == applications.size()) {
                                applied.complete(null);
                            }
                        }
                        case RolloutEvent.Ended result -> {
                            ends[index] = nanos;
                            ended.incrementAndGet();
                        }
                        default -> {
                            // Other events are not measured here.
                        }
                    }
                }),
                task -> Thread.ofPlatform().daemon().start(task));
        // If a rollout fails before it is applied, only `all` completes.
        CompletableFuture.anyOf(applied, all).join();
        int inFlight = applications.size() - ended.get();
        long heap = usedHeap() - heapBefore;
        check(all.join(), rollouts);
        List<String> pinned = pinnedThreads.stop();
        int threadsPeak = threads.getPeakThreadCount();
        Series lag = new Series();
        long last = 0;
        for (int i = 0; i < rollouts; i++) {
            lag.add(ends[i] - observer.controllers(applications.get(i), start).published());
            last = Math.max(last, ends[i]);
        }
        return new ConcurrentRollouts(
                rollouts,
                failing,
                threadsBefore,
                threadsPeak,
                size.readyAfter(),
                inFlight,
                heap,
                last - start,
                lag,
                pinned);
    }

    /** Checks that the first {@code rollouts} results are successes and that all other results are failures. */
    private static void check(List<RolloutResult> results, int rollouts) {
        for (int i = 0; i < results.size(); i++) {
            Outcome expected = i < rollouts ? Outcome.SUCCEEDED : Outcome.FAILED;
            if (results.get(i).outcome() != expected) {
                throw new IllegalStateException(results.get(i).message());
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Writes the section about these rollouts. */
    void write(MarkdownWriter report) {
        report.line("");
        report.line("## " + rollouts() + " concurrent rollouts");
        report.line("");
        report.table("", "");
        report.row("succeeded", rollouts() + " of " + rollouts());
        report.row("failed as expected, in addition", concurrentFailures() + " of " + concurrentFailures());
        report.row("platform threads before, peak", threadsBefore() + ", " + threadsPeak());
        report.row(
                "virtual threads pinned for more than " + PinnedThreads.THRESHOLD.toMillis() + " ms",
                pinned.isEmpty() ? "none" : String.join("<br>", pinned));
        report.row(
                "heap after a garbage collection, with " + inFlight() + " rollouts in progress",
                MarkdownWriter.number("%.1f", heap() / 1048576.0) + " MiB more than before, "
                        + MarkdownWriter.number("%.0f", heap() / 1024.0 / Math.max(1, inFlight()))
                        + " KiB per rollout");
        report.row("verdict lag p50, p99", MarkdownWriter.ms(lag().p50()) + ", " + MarkdownWriter.ms(lag().p99()));
        report.row("from the first start to the last verdict", MarkdownWriter.number("%.1f", wall() / 1e9) + " s");
        report.line("");
        report.line("Four objects each, in one namespace. The pods become ready "
                + readyAfter().replace("s", " s")
                + " after their start, so that all rollouts are in progress at the same time. The failing rollouts fail at once; all rollouts share one watch for the"
                + " namespace's events.");
    }
}
