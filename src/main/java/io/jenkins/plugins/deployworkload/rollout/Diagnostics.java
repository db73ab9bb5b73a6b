package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.Cast;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Diagnosis;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
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
final class Diagnostics {

    private static final Logger LOGGER = Logger.getLogger(Diagnostics.class.getName());

    private record Key(ObjectRef object, String signal, String what, String container) {}

    private final Cast cast;
    private final Diagnosis diagnosis;
    private final LogReader logs;
    private final Executor tasks;
    private final ScheduledExecutorService scheduler;
    private final BiConsumer<ObjectRef, Finding> show;
    private final Map<Key, CompletableFuture<Finding>> told = new LinkedHashMap<>();
    private final Map<ObjectRef, List<Diagnosis.Seen>> present = new LinkedHashMap<>();
    private final Map<ObjectRef, Long> due = new HashMap<>();
    private Future<?> alarm;
    private boolean closed;

    /**
     * @param began when the rollout did
     * @param show told about each finding once, when all that belongs to it is known
     */
    Diagnostics(
            Graces graces,
            Instant began,
            LogReader logs,
            Executor tasks,
            ScheduledExecutorService scheduler,
            BiConsumer<ObjectRef, Finding> show) {
        this.cast = new Cast(began);
        this.diagnosis = new Diagnosis(graces, System::nanoTime);
        this.logs = logs;
        this.tasks = tasks;
        this.scheduler = scheduler;
        this.show = show;
    }

    Cast cast() {
        return cast;
    }

    /**
     * @param again run when it is time to look again
     * @return why the object will certainly not run, if so; completes when everything about it is known
     */
    Optional<CompletableFuture<Finding>> look(TrackedObject<?> object, Runnable again) {
        Diagnosis.Report report;
        try {
            report = diagnosis.look(cast, object.seen());
        } catch (RuntimeException e) {
            // Whoever cannot tell a reason has no right to end a rollout.
            LOGGER.log(Level.WARNING, "A reason could not be looked for", e);
            return Optional.empty();
        }
        report.present().forEach(seen -> tell(object.ref(), seen));
        present.put(object.ref(), report.present());
        due.remove(object.ref());
        report.again()
                .ifPresent(after -> due.put(
                        object.ref(), System.nanoTime() + after.plusMillis(1).toNanos()));
        setAlarm(again);
        return report.certain().map(seen -> tell(object.ref(), seen));
    }

    /** For whichever object's grace is over first. */
    private void setAlarm(Runnable again) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        long now = System.nanoTime();
        due.values().stream()
                .mapToLong(time -> time - now)
                .min()
                .ifPresent(left ->
                        alarm = scheduler.schedule(() -> tasks.execute(() -> ring(again)), left, TimeUnit.NANOSECONDS));
    }

    private void ring(Runnable again) {
        long now = System.nanoTime();
        due.values().removeIf(time -> time - now <= 0);
        again.run();
    }

    /** What shows at the moment, with what is known of it by now. */
    List<Finding> present() {
        return present.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(seen -> tell(entry.getKey(), seen).getNow(seen.finding())))
                .toList();
    }

    /** Completes when all is told that was found so far, for which a node that does not answer is not waited long. */
    CompletableFuture<Void> told() {
        return CompletableFuture.allOf(told.values().toArray(CompletableFuture[]::new));
    }

    /** From here on nothing is told any more. */
    void close() {
        closed = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private CompletableFuture<Finding> tell(ObjectRef object, Diagnosis.Seen seen) {
        Finding finding = seen.finding();
        Key key = new Key(
                object, finding.signal(), finding.what(), finding.where().container());
        return told.computeIfAbsent(key, absent -> {
            CompletableFuture<Finding> whole = seen.pod() == null
                    ? CompletableFuture.completedFuture(finding)
                    : logs.tail(seen.pod(), finding.where().container(), seen.previous())
                            .thenApply(lines -> finding.withLog(
                                    lines.stream().map(seen.redaction()::hide).toList()));
            CompletableFuture<Finding> shown = new CompletableFuture<>();
            whole.thenAccept(complete -> tasks.execute(() -> {
                if (!closed) {
                    show.accept(object, complete);
                }
                shown.complete(complete);
            }));
            return shown;
        });
    }
}
