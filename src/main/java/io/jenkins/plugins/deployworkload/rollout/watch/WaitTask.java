package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Watches the objects of a rollout and evaluates their status. Only the thread of the rollout uses this class; the
 * watches post their events to the mailbox. All events of a burst cause one evaluation.
 */
public final class WaitTask {

    /** Controllers usually write a first status within a second. */
    private static final Duration SETTLE_TIME = Duration.ofSeconds(10);

    private final WatchContext context;
    private final RolloutDiagnosis diagnosis;
    private final StatusWatcher statusWatcher;
    private final StatusAggregator aggregator;
    private final WatchPermissions permissions;
    private final JobPods jobPods;
    private final WaitReporter waitReporter;
    private final TreeReporter treeReporter;
    private boolean begun;
    private boolean changed;
    private boolean waited;
    private Future<?> settleTimer;

    /**
     * @param onObserved creates the callback that receives each object whose status is about the applied generation
     * @param onUnwatchable receives the reason why objects cannot be watched at the moment
     */
    public WaitTask(
            WatchContext context,
            Function<WorkloadCache, Consumer<TrackedObject<?>>> onObserved,
            Consumer<ConnectionFailure> onUnwatchable) {
        this.context = context;
        this.permissions = new WatchPermissions(context);
        this.jobPods = new JobPods(context);
        this.diagnosis = new RolloutDiagnosis(context, onObserved, this::onChange, this::warnUnwatchable);
        this.waitReporter = new WaitReporter(context, diagnosis);
        this.treeReporter = new TreeReporter(context, diagnosis);
        this.statusWatcher = new StatusWatcher(
                context.connection(),
                context.mailbox(),
                context.state(),
                this::onChange,
                onUnwatchable,
                this::warnUnwatchable);
        this.aggregator = new StatusAggregator(context, diagnosis, this::onChange);
    }

    /**
     * Watches the objects whose kinds the API server serves.
     *
     * @return completes when their current state is known
     */
    public CompletableFuture<Void> watch() {
        return statusWatcher.open(ref -> !context.types().isDefinedByRollout(ref));
    }

    /**
     * Watches the objects whose kinds the API server serves since the definitions of the rollout are applied.
     *
     * @return completes when their current state is known
     */
    public CompletableFuture<Void> watchDefinedKinds() {
        return statusWatcher.open(ref -> true);
    }

    /**
     * Watches the sources of diagnosis, and reads the existing events. Some of these events may be older than this
     * rollout.
     */
    public void watchDiagnostics() {
        diagnosis.open(false);
    }

    /**
     * Watches the sources of diagnosis without the existing events. This method must be called before the first apply.
     */
    public void watchDiagnosticsFromNow() {
        diagnosis.open(true);
    }

    /**
     * Completes when the event watch has started, so that no warning event after the first apply is missed. Completes
     * after one second at the latest.
     */
    public CompletableFuture<Void> eventsSynced() {
        return diagnosis.eventsSynced().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    /** Starts to evaluate the status of the objects that are applied, before others are applied. */
    public void beginWave() {
        if (settleTimer != null) {
            settleTimer.cancel(false);
        }
        settleAfterDelay();
        changed = true;
    }

    /** Starts to evaluate the status. This method must be called after all objects are applied. */
    public void begin() {
        if (!begun) {
            settleAfterDelay();
        }
        begun = true;
        changed = true;
        permissions.flushWarnings();
    }

    /** An object without a status counts as in progress for some time, because its controller may not have seen it. */
    private void settleAfterDelay() {
        if (context.state().watched().stream().allMatch(object -> ResourceKinds.isPodController(object.ref()))) {
            return;
        }
        long millis = Math.round(SETTLE_TIME.toMillis() * context.gracePeriods().scale());
        Instant before = RolloutEvent.now().minusMillis(millis);
        context.state().watched().stream()
                .filter(object -> object.applied() != null
                        && StatusReaders.isWithoutConditionsSince(
                                object.liveState().object(), before))
                .forEach(TrackedObject::settle);
        settleTimer = context.scheduler()
                .schedule(() -> context.mailbox().execute(this::settle), millis, TimeUnit.MILLISECONDS);
    }

    private void settle() {
        context.state().watched().stream()
                .filter(object -> object.applied() != null)
                .forEach(TrackedObject::settle);
        onChange();
    }

    /** The status of the definitions of the rollout, which must be applied; empty while one is in progress. */
    public Optional<StatusAggregator.Finished> evaluateDefinitions() {
        StatusAggregator.Result result = aggregator.aggregate(context.state().watched().stream()
                .filter(object -> CustomResourceDefinitions.isDefinition(object.ref()))
                .toList());
        if (result instanceof StatusAggregator.Finished finished) {
            return Optional.of(finished);
        }
        waitReporter.start();
        return Optional.empty();
    }

    /**
     * Evaluates the status if an event has arrived since the last evaluation. While an object is in progress, the rollout
     * reports an event at least every 30 seconds.
     *
     * @param check see {@link Mailbox#await}; runs while the log of a failed container is read
     * @return the outcome; empty while an object is in progress
     */
    public <X extends Exception> Optional<StatusAggregator.Finished> evaluate(Mailbox.Check<X> check) throws X {
        return evaluate(check, ref -> true);
    }

    /** Like {@link #evaluate(Mailbox.Check)}, for some of the objects. */
    public <X extends Exception> Optional<StatusAggregator.Finished> evaluate(
            Mailbox.Check<X> check, Predicate<ObjectRef> objects) throws X {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        treeReporter.onChange();
        List<TrackedObject<?>> evaluated = context.state().watched().stream()
                .filter(object -> objects.test(object.ref()))
                .toList();
        StatusAggregator.Result result = aggregator.aggregate(evaluated);
        if (result instanceof StatusAggregator.UnexplainedFailure unexplained) {
            Job job = unexplained.job();
            jobPods.read(job, diagnosis.findings(context.ref(job)).workloadCache(), check);
            result = aggregator.aggregate(evaluated);
        }
        return switch (result) {
            case StatusAggregator.InProgress inProgress -> {
                waited = true;
                waitReporter.start();
                watchDiagnostics();
                diagnosis.openForSelectors();
                yield Optional.empty();
            }
            case StatusAggregator.Finished finished -> Optional.of(finished);
            case StatusAggregator.UnexplainedFailure unexplained -> Optional.of(unexplained.failure());
            case StatusAggregator.CertainFailure certain -> {
                Finding finding = context.mailbox().await(certain.reason(), check);
                yield Optional.of(new StatusAggregator.Finished(Outcome.FAILED, describe(certain.object(), finding)));
            }
        };
    }

    private static String describe(ObjectRef object, Finding finding) {
        String sentence = finding.sentence();
        String prefix = object.label() + ": ";
        return Sentences.join(sentence.startsWith(prefix) ? sentence : prefix + sentence, finding.advice());
    }

    /** Adds the most severe active finding to the message of a rollout that ends at its deadline. */
    public String explain(String message) {
        return diagnosis.cause().map(finding -> finding.explain(message)).orElse(message);
    }

    /** Whether any object was in progress. */
    public boolean hasWaited() {
        return waited;
    }

    /** Completes when all findings so far are reported. */
    public CompletableFuture<Void> findingsReported() {
        return diagnosis.allReported();
    }

    /** Warns about a temporary failure of the watches. */
    public void warnDisconnected(ConnectionFailure failure) {
        permissions.warnDisconnected(failure);
    }

    /** The findings that are active at the moment. */
    public List<Finding> findings() {
        return diagnosis.activeFindings();
    }

    /**
     * The digests of the images that pods run, by container name. Only pods that the watch has shown are considered.
     */
    public Map<String, String> digests(Map<String, String> images) {
        return diagnosis.digests(images);
    }

    public void close() {
        waitReporter.stop();
        treeReporter.stop();
        if (settleTimer != null) {
            settleTimer.cancel(false);
        }
        statusWatcher.close();
        diagnosis.close();
    }

    private void onChange() {
        changed = true;
    }

    private void warnUnwatchable(String resource, ConnectionFailure failure) {
        permissions.warnUnwatchable(resource, failure);
        if (begun) {
            permissions.flushWarnings();
        }
    }
}
