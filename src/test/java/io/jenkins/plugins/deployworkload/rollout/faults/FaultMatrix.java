package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SslContexts;
import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

/** Runs the trials of a cell, some at the same time, each with its own workload. */
final class FaultMatrix implements AutoCloseable {

    /** How an ended trial is to be told. */
    record TrialLine(String trial, TrialResult result) {}

    /** What came of the runs of a cell. */
    record Row(Fault fault, List<TrialLine> lines, Duration wall) {

        int count(Verdict kind) {
            return (int)
                    lines.stream().filter(line -> line.result.verdict() == kind).count();
        }

        List<TrialLine> faults() {
            return lines.stream().filter(line -> line.result.isFault()).toList();
        }
    }

    private final int concurrency;
    private final long seed;
    private final Duration stall;
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
    private final ExecutorService threads;

    /** @param stall how long what stalls does so */
    FaultMatrix(int atOnce, long seed, Duration stall) {
        this.concurrency = atOnce;
        this.seed = seed;
        this.stall = stall;
        this.threads = Executors.newFixedThreadPool(atOnce);
    }

    /** What makes the control plane suffer gets planes of its own, a new one for each time. */
    Row run(Fault cell, int runs) throws InterruptedException {
        long start = System.nanoTime();
        List<TrialLine> lines = new ArrayList<>();
        if (cell instanceof ControlPlaneFault outage) {
            for (int from = 0; from < runs; from += concurrency) {
                int first = from;
                int end = Math.min(runs, from + concurrency);
                try (ControlPlane plane = ControlPlane.start(Options.defaults())) {
                    lines.addAll(inNamespace(plane, site -> outage(outage, site, trials(cell, site, first, end))));
                }
            }
        } else {
            lines.addAll(inNamespace(
                    SharedControlPlane.get(), site -> all(trials(cell, site, 0, runs), FaultMatrix::prepareAndRun)));
        }
        return new Row(cell, lines, Duration.ofNanos(System.nanoTime() - start));
    }

    private interface TrialBatch {
        List<TrialLine> at(FaultEnvironment site) throws InterruptedException;
    }

    private List<TrialLine> inNamespace(ControlPlane plane, TrialBatch work) throws InterruptedException {
        String namespace = "faults-" + UUID.randomUUID();
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        HttpClient upstream = upstream(plane);
        try {
            ServiceAccounts accounts = new ServiceAccounts(plane.client(), namespace);
            return work.at(new FaultEnvironment(
                    plane, namespace, accounts, accounts.withAllPermissions("deployer"), upstream, stall));
        } finally {
            upstream.shutdownNow();
            plane.client().namespaces().withName(namespace).delete();
        }
    }

    private List<Trial> trials(Fault cell, FaultEnvironment site, int from, int end) {
        return IntStream.range(from, end)
                .mapToObj(run -> new Trial(cell, site, run, seed, scheduler))
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    private interface TrialStep {
        TrialResult of(Trial trial) throws InterruptedException;
    }

    private static TrialResult prepareAndRun(Trial trial) throws InterruptedException {
        trial.prepare();
        return trial.run();
    }

    /** All are prepared, and then the control plane fails while they run. */
    private List<TrialLine> outage(ControlPlaneFault cell, FaultEnvironment site, List<Trial> trials)
            throws InterruptedException {
        Random random = new Random(seed + trials.getFirst().number());
        all(trials, trial -> {
            trial.prepare();
            return TrialResult.expected();
        });
        int before = random.nextInt(1500);
        Future<?> outage = threadOf(() -> {
            Thread.sleep(before);
            cell.outage(site, random);
            return null;
        });
        Map<Trial, Integer> delays = new IdentityHashMap<>();
        trials.forEach(trial -> delays.put(trial, random.nextInt(1500)));
        List<TrialLine> lines = all(trials, trial -> {
            Thread.sleep(delays.get(trial));
            return trial.run();
        });
        join(outage);
        return lines;
    }

    private static Future<?> threadOf(Callable<?> task) {
        FutureTask<?> future = new FutureTask<>(task);
        Thread.ofVirtual().name("outage").start(future);
        return future;
    }

    private List<TrialLine> all(List<Trial> trials, TrialStep step) throws InterruptedException {
        List<Future<TrialLine>> futures = new ArrayList<>();
        for (Trial trial : trials) {
            futures.add(threads.submit(() -> new TrialLine(trial.toString(), step.of(trial))));
        }
        List<TrialLine> lines = new ArrayList<>();
        for (Future<TrialLine> future : futures) {
            lines.add(join(future));
        }
        return lines;
    }

    private static <T> T join(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static HttpClient upstream(ControlPlane plane) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SslContexts.trusting(plane.caCertificate()))
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }
}
