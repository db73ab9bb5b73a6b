package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.AutoscalerDetector;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Diagnoses objects while a rollout waits. The reporter reports each finding once, with the container log if the
 * container has one. At the end of a grace period, the reporter diagnoses again, even if no object has changed. The
 * class is not thread-safe: only the thread of the rollout calls its methods.
 */
public final class FindingReporter {

    private static final Logger LOGGER = Logger.getLogger(FindingReporter.class.getName());

    private record Key(ObjectRef object, String signal, String summary, String container) {}

    private final WorkloadCache workloadCache;
    private final Diagnosis diagnosis;
    private final ContainerLogReader logs;
    private final FactReader facts;
    private final Executor tasks;
    private final ScheduledExecutorService scheduler;
    private final UnaryOperator<String> redactor;
    private final BiConsumer<ObjectRef, Finding> listener;
    private final Map<Key, CompletableFuture<Finding>> reported = new LinkedHashMap<>();
    private final Map<ObjectRef, List<Diagnosis.ActiveFinding>> active = new LinkedHashMap<>();
    private final Map<ObjectRef, Long> recheckAt = new HashMap<>();
    private Future<?> timer;
    private boolean closed;

    /**
     * @param rolloutStart the start of the rollout by this machine's clock
     * @param redactor masks the values of the rollout's objects in evidence and container logs
     * @param listener receives each finding once, after the container log for the finding is read
     */
    public FindingReporter(
            GracePeriods graces,
            Instant rolloutStart,
            ContainerLogReader logs,
            Executor tasks,
            ScheduledExecutorService scheduler,
            UnaryOperator<String> redactor,
            BiConsumer<ObjectRef, Finding> listener) {
        this.workloadCache = new WorkloadCache(rolloutStart);
        this.diagnosis = new Diagnosis(graces, System::nanoTime);
        this.logs = logs;
        this.facts = logs.factReader(tasks);
        this.tasks = tasks;
        this.scheduler = scheduler;
        this.redactor = redactor;
        this.listener = listener;
    }

    public WorkloadCache workloadCache() {
        return workloadCache;
    }

    /**
     * @param recheck runs at the end of the next grace period, and must diagnose the objects again
     * @return the cause, if the object will certainly not become healthy; empty if the failure is not certain. The
     *     future completes after the container log for the finding is read
     */
    public Optional<CompletableFuture<Finding>> diagnose(ObjectRef object, HasMetadata lastSeen, Runnable recheck) {
        Diagnosis.Report report;
        try {
            report = diagnosis.diagnose(workloadCache, lastSeen).with(finding -> complete(object, finding));
        } catch (RuntimeException e) {
            // A failure of the diagnosis must not end a rollout.
            LOGGER.log(Level.WARNING, "The diagnosis of an object failed", e);
            return Optional.empty();
        }
        report.active().forEach(activeFinding -> report(object, activeFinding, recheck));
        active.put(object, report.active());
        recheckAt.remove(object);
        report.recheckAfter()
                .ifPresent(after -> recheckAt.put(
                        object, System.nanoTime() + after.plusMillis(1).toNanos()));
        readPendingClaims(object, recheck);
        scheduleRecheck(recheck);
        return report.fatal().map(activeFinding -> report(object, activeFinding, recheck));
    }

    /** Masks the evidence, and adds the namespace of an object outside the home namespace. */
    private Finding complete(ObjectRef object, Finding finding) {
        Finding masked = finding.withEvidence(redactor.apply(finding.evidence()));
        return object.outsideHome() ? masked.inNamespace(object.namespace()) : masked;
    }

    private void readPendingClaims(ObjectRef object, Runnable recheck) {
        Set<String> claims = workloadCache.pendingClaims();
        if (!claims.isEmpty()) {
            facts.readClaims(workloadCache.facts(), claims, recheck);
            recheckAt.merge(
                    object,
                    System.nanoTime() + FactReader.CLAIM_INTERVAL_NANOS,
                    (first, second) -> first - second < 0 ? first : second);
        }
    }

    /** Schedules a recheck at the earliest end of a grace period among all objects. */
    private void scheduleRecheck(Runnable recheck) {
        if (timer != null) {
            timer.cancel(false);
        }
        long now = System.nanoTime();
        recheckAt.values().stream()
                .mapToLong(time -> time - now)
                .min()
                .ifPresent(delay -> timer =
                        scheduler.schedule(() -> tasks.execute(() -> recheck(recheck)), delay, TimeUnit.NANOSECONDS));
    }

    private void recheck(Runnable recheck) {
        long now = System.nanoTime();
        recheckAt.values().removeIf(time -> time - now <= 0);
        recheck.run();
    }

    /** Drops the findings about an object that has become healthy. */
    public void forget(ObjectRef object) {
        active.remove(object);
        recheckAt.remove(object);
    }

    /** The most likely cause of the problem of this object, see {@link #cause()}. */
    public Optional<Finding> cause(ObjectRef object) {
        return mostSevere(active.getOrDefault(object, List.of()).stream().map(Diagnosis.ActiveFinding::finding));
    }

    /**
     * The most severe active finding. Among equally severe ones, the first: the detectors report those closest to the
     * cause first.
     */
    public Optional<Finding> cause() {
        return mostSevere(active.values().stream().flatMap(List::stream).map(Diagnosis.ActiveFinding::finding));
    }

    /** The most severe of several findings; among equally severe ones, the first. */
    public static Optional<Finding> mostSevere(Stream<Finding> findings) {
        return findings
                // An autoscaler does not affect the health of the workload.
                .filter(finding -> !finding.signal().equals(AutoscalerDetector.NAME))
                .min(Comparator.comparing(Finding::severity));
    }

    /** The findings that are active at the moment, each with its container log if the log is already read. */
    public List<Finding> activeFindings() {
        return active.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(activeFinding ->
                                report(entry.getKey(), activeFinding, () -> {}).getNow(activeFinding.finding())))
                .toList();
    }

    /**
     * Completes when the listener has received all findings so far. If a node does not return a container log, the
     * completion is delayed by a few seconds at most.
     */
    public CompletableFuture<Void> allReported() {
        return CompletableFuture.allOf(reported.values().toArray(CompletableFuture[]::new));
    }

    /** Stops reporting. */
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private CompletableFuture<Finding> report(
            ObjectRef object, Diagnosis.ActiveFinding activeFinding, Runnable recheck) {
        Finding finding = activeFinding.finding();
        Key key = new Key(
                object, finding.signal(), finding.summary(), finding.location().container());
        return reported.computeIfAbsent(key, absent -> {
            CompletableFuture<Finding> withLog = activeFinding.logPod() == null
                    ? CompletableFuture.completedFuture(finding)
                    : logs.tail(
                                    activeFinding.logPod(),
                                    finding.location().container(),
                                    activeFinding.previous(),
                                    line -> redactor.apply(
                                            activeFinding.redaction().hide(line)))
                            .thenApply(finding::withLog);
            CompletableFuture<Finding> shown = new CompletableFuture<>();
            withLog.whenComplete((withLines, problem) -> tasks.execute(() -> {
                Finding complete = problem == null ? withLines : finding;
                try {
                    if (!closed) {
                        listener.accept(object, complete);
                        learn(complete, activeFinding.logPod(), recheck);
                    }
                } finally {
                    shown.complete(complete);
                }
            }));
            return shown;
        });
    }

    /** The log of a crashed container can contain the certain cause of the crash. */
    private void learn(Finding finding, String logPod, Runnable recheck) {
        FactReader.execFormatError(finding.log())
                .flatMap(message -> workloadCache
                        .pod(logPod)
                        .filter(pod -> Diagnosis.CRASH_SIGNALS.contains(finding.signal()))
                        .map(pod -> (Runnable) () -> facts.addWrongArchitecture(
                                workloadCache.facts(), pod, finding.location().container(), message, recheck)))
                .ifPresent(Runnable::run);
    }
}
