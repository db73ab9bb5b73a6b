package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.Bench;
import io.jenkins.plugins.deployworkload.bench.MarkdownWriter;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Deploys for hours while components fail and recover, and looks for growth and for wrong verdicts. */
final class Soak {

    /** Time between two faults. The deploys of a killed process end in the meantime. */
    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(40);

    private static final int SAMPLES = 12;

    private final Duration duration;
    private final int workers;
    private final Duration pause;
    private final Random random = new Random(1);
    private final List<SoakFault> round = new ArrayList<>();
    private final SoakResults results = new SoakResults();
    private final List<SoakProcess> ended = new ArrayList<>();

    /**
     * @param workers the number of applications
     * @param pause the time between two deploys of an application
     */
    Soak(Duration duration, int workers, Duration pause) {
        this.duration = duration;
        this.workers = workers;
        this.pause = pause;
    }

    void run(MarkdownWriter report) throws InterruptedException {
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults())) {
            Bench.prepare(controlPlane);
            AtomicReference<SoakProcess> process = new AtomicReference<>(new SoakProcess(controlPlane));
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                SoakWorker worker = new SoakWorker("soak-" + i, pause, new Random(i), process::get, results);
                threads.add(Thread.ofPlatform().daemon().name("soak").start(() -> worker.run(end)));
            }
            List<SoakSample> samples = new ArrayList<>();
            Duration period = duration.dividedBy(SAMPLES);
            long nextSample = start + period.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(Math.min(BETWEEN_FAULTS.toMillis(), Math.max(1, (end - System.nanoTime()) / 1_000_000)));
                if (System.nanoTime() >= nextSample) {
                    samples.add(SoakSample.take(
                            Duration.ofNanos(System.nanoTime() - start), results.total(), controlPlane.client()));
                    nextSample += period.toNanos();
                }
                SoakFault fault = nextFault();
                fault.inject(controlPlane, () -> restart(process, controlPlane));
                results.addFault(fault.title);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            process.get().kill();
            ended.forEach(SoakProcess::shutdown);
            write(report, samples);
        }
    }

    /** Draws each fault once before any is drawn again, so that none is left out. */
    private SoakFault nextFault() {
        if (round.isEmpty()) {
            round.addAll(List.of(SoakFault.values()));
            Collections.shuffle(round, random);
        }
        return round.removeLast();
    }

    private void restart(AtomicReference<SoakProcess> process, ControlPlane controlPlane) {
        SoakProcess killed = process.getAndSet(new SoakProcess(controlPlane));
        killed.kill();
        // The deploys of the process that was killed before this one have ended in the meantime.
        ended.forEach(SoakProcess::shutdown);
        ended.clear();
        ended.add(killed);
    }

    private void write(MarkdownWriter report, List<SoakSample> samples) {
        report.line("");
        report.line("## Soak test");
        report.line("");
        report.line(
                "%d applications are deployed for %d minutes with %d seconds between two deploys of each, while every %d seconds something fails and recovers."
                        .formatted(workers, duration.toMinutes(), pause.toSeconds(), BETWEEN_FAULTS.toSeconds()));
        report.line("");
        report.table("Deploy, and the only right verdict", "Number");
        results.deploys().forEach((kind, number) -> report.row(title(kind), number));
        report.row("**wrong verdicts**", results.wrong().size());
        report.row("refused before the first write, because the API server was down", results.unreachable());
        report.row("resumed by another controller", results.resumed());
        results.wrong().stream().distinct().limit(10).forEach(line -> report.row("wrong verdict", line));
        report.line("");
        report.table("Fault", "Number");
        for (Map.Entry<String, Integer> fault : results.faults().entrySet()) {
            report.row(fault.getKey(), fault.getValue());
        }
        report.line("");
        report.table(
                "Minute",
                "deploys",
                "heap after a garbage collection (MiB)",
                "platform threads",
                "open files and sockets",
                "watches of the API server",
                "ConfigMaps",
                "temporary files");
        for (SoakSample sample : samples) {
            report.row(
                    sample.at().toMinutes(),
                    sample.deploys(),
                    MarkdownWriter.number("%.1f", sample.jvm().heapMebibytes()),
                    sample.jvm().threads(),
                    sample.jvm().openFiles(),
                    sample.watches(),
                    sample.configMaps(),
                    sample.temporaryFiles());
        }
    }

    private static String title(SoakDeploy kind) {
        return switch (kind) {
            case NEW_IMAGE -> "new image: succeeded";
            case NO_CHANGE -> "no change: succeeded";
            case INVALID_IMAGE -> "invalid image: failed, rolled back";
            case ABORT -> "stopped while it waits: aborted";
        };
    }
}
