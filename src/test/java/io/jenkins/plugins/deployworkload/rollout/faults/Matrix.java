package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Trust;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
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
final class Matrix implements AutoCloseable {

    /** How an ended trial is to be told. */
    record Line(String trial, Judgement judgement) {}

    /** What came of the runs of a cell. */
    record Row(Cell cell, List<Line> lines, Duration wall) {

        int count(Kind kind) {
            return (int)
                    lines.stream().filter(line -> line.judgement.kind() == kind).count();
        }

        List<Line> faults() {
            return lines.stream().filter(line -> line.judgement.isFault()).toList();
        }
    }

    private final int atOnce;
    private final long seed;
    private final Duration stall;
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
    private final ExecutorService threads;

    /** @param stall how long what stalls does so */
    Matrix(int atOnce, long seed, Duration stall) {
        this.atOnce = atOnce;
        this.seed = seed;
        this.stall = stall;
        this.threads = Executors.newFixedThreadPool(atOnce);
    }

    /** What makes the control plane suffer gets planes of its own, a new one for each time. */
    Row run(Cell cell, int runs) throws InterruptedException {
        long start = System.nanoTime();
        List<Line> lines = new ArrayList<>();
        if (cell instanceof PlaneCell outage) {
            for (int from = 0; from < runs; from += atOnce) {
                int first = from;
                int end = Math.min(runs, from + atOnce);
                try (ControlPlane plane = ControlPlane.start(Options.defaults())) {
                    lines.addAll(at(plane, site -> outage(outage, site, trials(cell, site, first, end))));
                }
            }
        } else {
            lines.addAll(at(SharedControlPlane.get(), site -> all(trials(cell, site, 0, runs), Matrix::whole)));
        }
        return new Row(cell, lines, Duration.ofNanos(System.nanoTime() - start));
    }

    private interface Work {
        List<Line> at(Site site) throws InterruptedException;
    }

    private List<Line> at(ControlPlane plane, Work work) throws InterruptedException {
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
            Accounts accounts = new Accounts(plane.client(), namespace);
            return work.at(new Site(plane, namespace, accounts, accounts.everything("deployer"), upstream, stall));
        } finally {
            upstream.shutdownNow();
            plane.client().namespaces().withName(namespace).delete();
        }
    }

    private List<Trial> trials(Cell cell, Site site, int from, int end) {
        return IntStream.range(from, end)
                .mapToObj(run -> new Trial(cell, site, run, seed, scheduler))
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    private interface Step {
        Judgement of(Trial trial) throws InterruptedException;
    }

    private static Judgement whole(Trial trial) throws InterruptedException {
        trial.prepare();
        return trial.run();
    }

    /** All are prepared, and then the control plane fails while they run. */
    private List<Line> outage(PlaneCell cell, Site site, List<Trial> trials) throws InterruptedException {
        Random random = new Random(seed + trials.getFirst().number());
        all(trials, trial -> {
            trial.prepare();
            return Judgement.right();
        });
        int before = random.nextInt(1500);
        Future<?> outage = threadOf(() -> {
            Thread.sleep(before);
            cell.outage(site, random);
            return null;
        });
        Map<Trial, Integer> delays = new IdentityHashMap<>();
        trials.forEach(trial -> delays.put(trial, random.nextInt(1500)));
        List<Line> lines = all(trials, trial -> {
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

    private List<Line> all(List<Trial> trials, Step step) throws InterruptedException {
        List<Future<Line>> futures = new ArrayList<>();
        for (Trial trial : trials) {
            futures.add(threads.submit(() -> new Line(trial.toString(), step.of(trial))));
        }
        List<Line> lines = new ArrayList<>();
        for (Future<Line> future : futures) {
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
                .sslContext(Trust.in(plane.caCertificate()))
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }
}
