package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks for reasons while a rollout waits: tells each once, with the log where there is one, and looks again when a grace
 * is over although nothing has changed. Touched only by the rollout's own tasks.
 */
public final class FindingReporter {

    private static final Logger LOGGER = Logger.getLogger(FindingReporter.class.getName());

    private record Key(ObjectRef object, String signal, String what, String container) {}

    private final WorkloadCache workloadCache;
    private final Diagnosis diagnosis;
    private final ContainerLogReader logs;
    private final Executor tasks;
    private final ScheduledExecutorService scheduler;
    private final BiConsumer<ObjectRef, Finding> listener;
    private final Map<Key, CompletableFuture<Finding>> reported = new LinkedHashMap<>();
    private final Map<ObjectRef, List<Diagnosis.ActiveFinding>> present = new LinkedHashMap<>();
    private final Map<ObjectRef, Long> recheckAt = new HashMap<>();
    private Future<?> timer;
    private boolean closed;

    /**
     * @param began when the rollout did
     * @param show told about each finding once, when all that belongs to it is known
     */
    public FindingReporter(
            GracePeriods graces,
            Instant began,
            ContainerLogReader logs,
            Executor tasks,
            ScheduledExecutorService scheduler,
            BiConsumer<ObjectRef, Finding> show) {
        this.workloadCache = new WorkloadCache(began);
        this.diagnosis = new Diagnosis(graces, System::nanoTime);
        this.logs = logs;
        this.tasks = tasks;
        this.scheduler = scheduler;
        this.listener = show;
    }

    public WorkloadCache workloadCache() {
        return workloadCache;
    }

    /**
     * @param again run when it is time to look again
     * @return why the object will certainly not run, if so; completes when everything about it is known
     */
    public Optional<CompletableFuture<Finding>> diagnose(ObjectRef object, HasMetadata lastSeen, Runnable again) {
        Diagnosis.Report report;
        try {
            report = diagnosis.diagnose(workloadCache, lastSeen);
        } catch (RuntimeException e) {
            // Whoever cannot tell a reason has no right to end a rollout.
            LOGGER.log(Level.WARNING, "A reason could not be looked for", e);
            return Optional.empty();
        }
        report.active().forEach(seen -> report(object, seen));
        present.put(object, report.active());
        recheckAt.remove(object);
        report.recheckAfter()
                .ifPresent(after -> recheckAt.put(
                        object, System.nanoTime() + after.plusMillis(1).toNanos()));
        scheduleRecheck(again);
        return report.fatal().map(seen -> report(object, seen));
    }

    /** For whichever object's grace is over first. */
    private void scheduleRecheck(Runnable again) {
        if (timer != null) {
            timer.cancel(false);
        }
        long now = System.nanoTime();
        recheckAt.values().stream()
                .mapToLong(time -> time - now)
                .min()
                .ifPresent(left -> timer =
                        scheduler.schedule(() -> tasks.execute(() -> recheck(again)), left, TimeUnit.NANOSECONDS));
    }

    private void recheck(Runnable again) {
        long now = System.nanoTime();
        recheckAt.values().removeIf(time -> time - now <= 0);
        again.run();
    }

    /** What shows at the moment, with what is known of it by now. */
    public List<Finding> present() {
        return present.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(seen -> report(entry.getKey(), seen).getNow(seen.finding())))
                .toList();
    }

    /** Completes when all is told that was found so far, for which a node that does not answer is not waited long. */
    public CompletableFuture<Void> reported() {
        return CompletableFuture.allOf(reported.values().toArray(CompletableFuture[]::new));
    }

    /** From here on nothing is told any more. */
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private CompletableFuture<Finding> report(ObjectRef object, Diagnosis.ActiveFinding seen) {
        Finding finding = seen.finding();
        Key key = new Key(
                object, finding.signal(), finding.summary(), finding.location().container());
        return reported.computeIfAbsent(key, absent -> {
            CompletableFuture<Finding> whole = seen.logPod() == null
                    ? CompletableFuture.completedFuture(finding)
                    : logs.tail(seen.logPod(), finding.location().container(), seen.previous())
                            .thenApply(lines -> finding.withLog(
                                    lines.stream().map(seen.redaction()::hide).toList()));
            CompletableFuture<Finding> shown = new CompletableFuture<>();
            whole.thenAccept(complete -> tasks.execute(() -> {
                if (!closed) {
                    listener.accept(object, complete);
                }
                shown.complete(complete);
            }));
            return shown;
        });
    }
}
