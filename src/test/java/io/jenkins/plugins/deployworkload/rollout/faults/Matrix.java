package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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

        /** For a table in Markdown. */
        String markdown() {
            StringBuilder row = new StringBuilder("| " + cell + " | " + lines.size());
            for (Kind kind : Kind.values()) {
                row.append(" | ").append(count(kind));
            }
            return row.append(" | ").append(wall.toSeconds()).append(" |").toString();
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

    Row run(ControlPlane plane, Cell cell, int runs) throws InterruptedException {
        long start = System.nanoTime();
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
            Site site = new Site(plane, namespace, accounts, accounts.everything("deployer"), upstream, stall);
            List<Trial> trials = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                trials.add(new Trial(cell, site, run, seed, scheduler));
            }
            List<Line> lines = cell.isOutage() ? outages(cell, site, trials) : all(trials, Matrix::whole);
            return new Row(cell, lines, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            upstream.shutdownNow();
            plane.client().namespaces().withName(namespace).delete();
        }
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

    /** As many as go at once are prepared, and then the control plane fails while they run. */
    private List<Line> outages(Cell cell, Site site, List<Trial> trials) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < trials.size(); from += atOnce) {
            List<Trial> some = trials.subList(from, Math.min(trials.size(), from + atOnce));
            Random random = new Random(seed + from);
            all(some, trial -> {
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
            some.forEach(trial -> delays.put(trial, random.nextInt(1500)));
            lines.addAll(all(some, trial -> {
                Thread.sleep(delays.get(trial));
                return trial.run();
            }));
            join(outage);
        }
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
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(plane.caCertificate().getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
