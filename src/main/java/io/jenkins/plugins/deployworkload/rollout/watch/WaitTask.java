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

/** Sees what happens, and judges it with each event from {@link #begin} on until there is nothing to wait for any more. */
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
     * @param onObserved makes what is called with each object whose status is about what was applied
     * @param unseen told that the objects cannot be seen at the moment
     * @param over told once, how it has come out
     */
    public WaitTask(
            WatchContext context,
            Function<WorkloadCache, Consumer<TrackedObject<?>>> onObserved,
            Consumer<ConnectionFailure> unseen,
            Consumer<StatusAggregator.Finished> over) {
        this.context = context;
        this.onUnwatchable = unseen;
        this.onFinished = over;
        this.permissions = new WatchPermissions(context);
        this.findingReporter = new FindingReporter(
                context.gracePeriods(),
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

    /** @return completes when what there is now is known of all objects that are waited for */
    public CompletableFuture<Void> watch() {
        return statusWatcher.open(this::onChange, onUnwatchable);
    }

    /** Watches what tells reasons, too; not all that there is by now is of before this rollout. */
    public void watchDiagnostics() {
        statusWatcher.openDiagnosticWatches(false, this::onChange, this::warnUnwatchable);
    }

    /** As {@link #watchDiagnostics}, before anything is applied. */
    public void watchDiagnosticsFromNow() {
        statusWatcher.openDiagnosticWatches(true, this::onChange, this::warnUnwatchable);
    }

    /** Completes when the first apply may be sent, without that a warning about it is missed; nobody waits long for that. */
    public CompletableFuture<Void> eventsSynced() {
        return statusWatcher.eventsSynced().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    /** All is applied. */
    public void begin() {
        active = true;
        permissions.flushWarnings();
        evaluate();
    }

    /**
     * Judges for the last time, by what was just asked for.
     *
     * @return whether there is still something to wait for; if not, it is told how it has come out
     */
    boolean isInProgress() {
        if (!finished) {
            begin();
        }
        return !finished;
    }

    /** Judges nothing any more, and still tells what was found. */
    public void stop() {
        active = false;
        finished = true;
    }

    /** Whether there was anything to wait for. */
    public boolean hasWaited() {
        return waited;
    }

    /** Completes when all is told that was found so far. */
    public CompletableFuture<Void> findingsReported() {
        return findingReporter.reported();
    }

    /** The objects cannot be seen at the moment, which will pass. */
    public void warnDisconnected(ConnectionFailure failure) {
        permissions.warnDisconnected(failure);
    }

    /** Why something does not run, as far as that shows at the moment. */
    public List<Finding> findings() {
        return findingReporter.present();
    }

    /** The digests of images that pods run, as far as pods were seen. */
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
            case StatusAggregator.InProgress open -> {
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
                                why -> onFinished.accept(new StatusAggregator.Finished(
                                        Outcome.FAILED, certain.object().label() + ": " + why.sentence())));
            }
        }
    }

    private void warnUnwatchable(String what, ConnectionFailure failure) {
        permissions.warnUnwatchable(what, failure);
        if (active) {
            permissions.flushWarnings();
        }
    }
}
