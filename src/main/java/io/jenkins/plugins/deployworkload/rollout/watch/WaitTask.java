package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.ContainerLogReader;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.FindingReporter;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches the objects of a rollout. From {@link #begin} on, each event causes an evaluation of the status, until no
 * object is in progress.
 */
public final class WaitTask {

    private final WatchContext context;
    private final Consumer<ConnectionFailure> onUnwatchable;
    private final Consumer<StatusAggregator.Finished> onFinished;
    private final FindingReporter findingReporter;
    private final StatusWatcher statusWatcher;
    private final StatusAggregator aggregator;
    private final WatchPermissions permissions;
    private boolean active;
    private boolean finished;
    private boolean waited;

    /**
     * @param onObserved creates the callback that receives each object whose status is about the applied generation
     * @param onUnwatchable receives the reason why objects cannot be watched at the moment
     * @param onFinished receives the outcome once
     */
    public WaitTask(
            WatchContext context,
            Function<WorkloadCache, Consumer<TrackedObject<?>>> onObserved,
            Consumer<ConnectionFailure> onUnwatchable,
            Consumer<StatusAggregator.Finished> onFinished) {
        this.context = context;
        this.onUnwatchable = onUnwatchable;
        this.onFinished = onFinished;
        this.permissions = new WatchPermissions(context);
        this.findingReporter = new FindingReporter(
                context.gracePeriods().with(context.options()),
                context.state().parameters().startedAt(),
                new ContainerLogReader(context.connection(), context.namespace()),
                context.executor(),
                context.scheduler(),
                (object, finding) -> context.report(new RolloutEvent.Found(RolloutEvent.now(), object, finding)));
        this.statusWatcher = new StatusWatcher(
                context.connection(), context.executor(), context.state(), findingReporter.workloadCache());
        this.aggregator = new StatusAggregator(
                context, findingReporter, onObserved.apply(findingReporter.workloadCache()), this::onChange);
    }

    /** @return completes when the current state of all watched objects is known */
    public CompletableFuture<Void> watch() {
        return statusWatcher.open(this::onChange, onUnwatchable);
    }

    /**
     * Watches the sources of diagnosis, and reads the existing events. Some of these events may be older than this
     * rollout.
     */
    public void watchDiagnostics() {
        statusWatcher.openDiagnosticWatches(false, this::onChange, this::warnUnwatchable);
    }

    /**
     * Watches the sources of diagnosis without the existing events. This method must be called before the first apply.
     */
    public void watchDiagnosticsFromNow() {
        statusWatcher.openDiagnosticWatches(true, this::onChange, this::warnUnwatchable);
    }

    /**
     * Completes when the event watch has started, so that no warning event after the first apply is missed. Completes
     * after one second at the latest.
     */
    public CompletableFuture<Void> eventsSynced() {
        return statusWatcher.eventsSynced().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    /** Starts to evaluate the status. This method must be called after all objects are applied. */
    public void begin() {
        active = true;
        permissions.flushWarnings();
        evaluate();
    }

    /**
     * Evaluates the status for the last time.
     *
     * @return whether an object is still in progress; if not, the outcome has been reported
     */
    boolean isInProgress() {
        if (!finished) {
            begin();
        }
        return !finished;
    }

    /** Stops the evaluation of the status. Findings that are not reported yet are still reported. */
    public void stop() {
        active = false;
        finished = true;
    }

    /** Whether any object was in progress. */
    public boolean hasWaited() {
        return waited;
    }

    /** Completes when all findings so far are reported. */
    public CompletableFuture<Void> findingsReported() {
        return findingReporter.allReported();
    }

    /** Warns about a temporary failure of the watches. */
    public void warnDisconnected(ConnectionFailure failure) {
        permissions.warnDisconnected(failure);
    }

    /** The findings that are active at the moment. */
    public List<Finding> findings() {
        return findingReporter.activeFindings();
    }

    /**
     * The digests of the images that pods run, by container name. Only pods that the watch has shown are considered.
     */
    public Map<String, String> digests(Map<String, String> images) {
        return findingReporter.workloadCache().digests(images);
    }

    public void close() {
        active = false;
        statusWatcher.close();
        findingReporter.close();
    }

    private void onChange() {
        if (active) {
            evaluate();
        }
    }

    private void evaluate() {
        switch (aggregator.aggregate()) {
            case StatusAggregator.InProgress inProgress -> {
                waited = true;
                watchDiagnostics();
            }
            case StatusAggregator.Finished result -> {
                stop();
                onFinished.accept(result);
            }
            case StatusAggregator.CertainFailure certain -> {
                stop();
                context.executor()
                        .after(
                                certain.reason(),
                                finding -> onFinished.accept(new StatusAggregator.Finished(
                                        Outcome.FAILED, certain.object().label() + ": " + finding.sentence())));
            }
        }
    }

    private void warnUnwatchable(String resource, ConnectionFailure failure) {
        permissions.warnUnwatchable(resource, failure);
        if (active) {
            permissions.flushWarnings();
        }
    }
}
