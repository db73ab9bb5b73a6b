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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

/** Runs the trials of a fault. Several trials run at a time, each with its own workload. */
final class FaultMatrix implements AutoCloseable {

    /** A trial and its result. */
    record TrialLine(String trial, TrialResult result) {}

    /** The results of a fault. */
    record Row(Fault fault, List<TrialLine> lines, Duration wall) {

        int count(Verdict verdict) {
            return (int) lines.stream()
                    .filter(line -> line.result.verdict() == verdict)
                    .count();
        }

        List<TrialLine> defects() {
            return lines.stream().filter(line -> line.result.isFault()).toList();
        }
    }

    private final int concurrency;
    private final long seed;
    private final Duration stall;
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
    private final ExecutorService threads;

    /** @param stall the duration for which a fault stalls a connection or a process */
    FaultMatrix(int concurrency, long seed, Duration stall) {
        this.concurrency = concurrency;
        this.seed = seed;
        this.stall = stall;
        this.threads = Executors.newFixedThreadPool(concurrency);
    }

    /**
     * Runs the trials of one fault. If the fault affects the whole control plane, each batch of trials gets a new
     * control plane.
     */
    Row run(Fault fault, int runs) throws InterruptedException {
        long startNanos = System.nanoTime();
        List<TrialLine> lines = new ArrayList<>();
        if (fault instanceof ControlPlaneFault outage) {
            for (int first = 0; first < runs; first += concurrency) {
                int start = first;
                int stop = Math.min(runs, first + concurrency);
                try (ControlPlane controlPlane = ControlPlane.start(Options.defaults())) {
                    lines.addAll(inNamespace(
                            controlPlane,
                            environment -> outage(outage, environment, trials(fault, environment, start, stop))));
                }
            }
        } else {
            if (fault instanceof DiscoveryFault) {
                CustomKind.install(SharedControlPlane.get().client());
            }
            lines.addAll(inNamespace(
                    SharedControlPlane.get(),
                    environment -> all(trials(fault, environment, 0, runs), FaultMatrix::prepareAndRun)));
        }
        return new Row(fault, lines, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private interface TrialBatch {
        List<TrialLine> at(FaultEnvironment environment) throws InterruptedException;
    }

    private List<TrialLine> inNamespace(ControlPlane controlPlane, TrialBatch batch) throws InterruptedException {
        String namespace = "faults-" + UUID.randomUUID();
        controlPlane
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        HttpClient upstream = upstream(controlPlane);
        try {
            ServiceAccounts accounts = new ServiceAccounts(controlPlane.client(), namespace);
            return batch.at(new FaultEnvironment(
                    controlPlane,
                    namespace,
                    accounts,
                    accounts.withAllPermissions("deployer"),
                    upstream,
                    stall,
                    new ConcurrentHashMap<>()));
        } finally {
            upstream.shutdownNow();
            controlPlane.client().namespaces().withName(namespace).delete();
        }
    }

    private List<Trial> trials(Fault fault, FaultEnvironment environment, int start, int stop) {
        return IntStream.range(start, stop)
                .mapToObj(run -> new Trial(fault, environment, run, seed, scheduler))
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

    /** Prepares all trials, and then runs them during the outage. */
    private List<TrialLine> outage(ControlPlaneFault fault, FaultEnvironment environment, List<Trial> trials)
            throws InterruptedException {
        Random random = new Random(seed + trials.getFirst().number());
        all(trials, trial -> {
            trial.prepare();
            return TrialResult.expected();
        });
        int delay = random.nextInt(1500);
        Future<?> outage = threadOf(() -> {
            Thread.sleep(delay);
            fault.runOutage(environment, random);
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
            futures.add(threads.submit(() -> {
                TrialResult result = step.of(trial);
                return new TrialLine(trial.toString(), result);
            }));
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

    private static HttpClient upstream(ControlPlane controlPlane) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SslContexts.trusting(controlPlane.caCertificate()))
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }
}
