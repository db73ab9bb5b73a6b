package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.manifest.Identity;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One rollout, from one part to the next: opens the watches and prepares, applies, and then waits for events until each
 * object is done or one of them has failed. Everything happens in tasks that run one after the other; between them no thread
 * is held.
 */
public final class Rollout {

    /** The label that all objects of a workload carry, with its name: watches select by it. */
    public static final String NAME_LABEL = Identity.NAME_LABEL;

    /** How long a resumed rollout whose time is over waits for the cluster to say how things stand. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private enum Phase {
        PREPARING,
        APPLYING,
        RESUMING,
        WAITING,
        FINISHING,
        ENDED
    }

    private final RolloutContext context;
    private final RolloutState state;
    private final Ledger ledger;
    private final boolean undoing;
    private final Pruning pruning;
    private final Applier applier;
    private final Preparation preparation;
    private final Waiting waiting;
    private final Tasks tasks;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Future<?> alarm;
    private List<Finding> findings;
    private Runnable ending;
    private Rollback rollback;
    private volatile RolloutMemory memory;

    /** @param undoing whether it puts back what ran before: the workload is claimed already, and nothing is noted of it */
    Rollout(RolloutContext context, boolean undoing) {
        this.context = context;
        this.state = context.state();
        this.ledger = context.ledger();
        this.tasks = context.tasks();
        this.undoing = undoing;
        this.applier = new Applier(new Applier.Frame(
                context.connection(),
                context.namespace(),
                context.options(),
                () -> ledger.unkept() == null ? ledger::stillOurs : null));
        this.pruning = new Pruning(
                context.connection(), context.namespace(), state.frame().workload());
        this.preparation = new Preparation(context, applier, pruning, undoing);
        this.waiting = new Waiting(context, pruning, undoing, this::unseen, this::judged);
        this.memory = state.memory(null);
        tasks.onFailure(problem -> end(new Ending(Outcome.FAILED, String.valueOf(problem))));
    }

    /** How it ended; always completes normally. */
    public CompletableFuture<RolloutResult> result() {
        return result.copy();
    }

    /** What {@link RolloutEngine#resume} needs, as of now. */
    public RolloutMemory memory() {
        return memory;
    }

    /** Ends the rollout as aborted, and leaves alone what was applied. What is being applied is waited for. */
    public void stop(String reason) {
        tasks.execute(() -> {
            if (rollback != null) {
                rollback.stop(reason);
            } else {
                finish(() -> end(new Ending(Outcome.ABORTED, Messages.Rollout_aborted(reason, state.standing()))));
            }
        });
    }

    void start(List<HasMetadata> objects) {
        tasks.execute(() -> {
            alarm(Duration.between(now(), state.frame().deadline()));
            CompletableFuture<Void> record = undoing ? CompletableFuture.completedFuture(null) : ledger.read();
            CompletableFuture<Optional<Ending>> survey = CompletableFuture.allOf(waiting.watch(), record)
                    .thenComposeAsync(nothing -> survey(objects), tasks);
            tasks.after(survey, (refusal, problem) -> surveyed(objects, refusal, problem));
        });
    }

    private CompletableFuture<Optional<Ending>> survey(List<HasMetadata> objects) {
        if (phase != Phase.PREPARING) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!context.options().dryRun() && !objects.stream().allMatch(ledger::isRecorded)) {
            waiting.watchReasons();
        }
        return preparation.survey(objects);
    }

    private void surveyed(List<HasMetadata> objects, Optional<Ending> refusal, Throwable problem) {
        if (phase != Phase.PREPARING || isEnd(refusal, problem)) {
            return;
        }
        phase = Phase.APPLYING;
        if (undoing) {
            apply(objects);
        } else if (context.options().dryRun()) {
            tasks.after(new DryRun(context, applier, pruning).run(objects), end -> unlessStopped(() -> end(end)));
        } else {
            tasks.after(
                    preparation.claim(objects),
                    (lost, failure) -> unlessStopped(() -> {
                        if (!isEnd(lost, failure)) {
                            apply(objects);
                        }
                    }));
        }
    }

    private boolean isEnd(Optional<Ending> end, Throwable problem) {
        if (problem != null) {
            end(Ending.refused(context.why(problem)));
            return true;
        }
        end.ifPresent(this::fail);
        return end.isPresent();
    }

    private void unlessStopped(Runnable next) {
        (ending == null ? next : ending).run();
    }

    private void apply(List<HasMetadata> objects) {
        tasks.after(
                new Applying(context, applier, () -> memory = state.memory(ledger.id())).apply(objects), this::applied);
    }

    private void applied(Optional<Ending> refusal) {
        if (refusal.isEmpty() && ending != null) {
            ending.run();
            return;
        }
        phase = Phase.WAITING;
        if (refusal.isPresent()) {
            fail(refusal.get());
            return;
        }
        if (context.options().detached()) {
            end(new Ending(Outcome.SUCCEEDED, Messages.Rollout_detached()));
            return;
        }
        context.tell(new RolloutEvent.Watching(now(), memory));
        waiting.begin();
    }

    void resume(RolloutMemory kept) {
        tasks.execute(() -> {
            phase = Phase.RESUMING;
            memory = kept;
            if (kept.failed() != null) {
                tasks.after(
                        ledger.takeUp(kept.deploy()),
                        (found, problem) ->
                                undo(kept.failed(), back -> kept.applied() ? back.resume(kept) : back.begin(true)));
                return;
            }
            if (!state.allApplied()) {
                end(new Ending(Outcome.FAILED, Messages.Rollout_interrupted()));
                return;
            }
            CompletableFuture<Void> record = undoing
                    ? CompletableFuture.completedFuture(null)
                    // Without it the wait goes on; only its good end is then not noted.
                    : ledger.takeUp(kept.deploy()).exceptionally(problem -> null);
            Duration left = Duration.between(now(), state.frame().deadline());
            alarm(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left);
            waiting.watchReasons();
            tasks.after(CompletableFuture.allOf(record, waiting.watch()), known -> resumed());
        });
    }

    private void resumed() {
        if (phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        waiting.begin();
        if (now().isAfter(state.frame().deadline())) {
            expired();
        }
    }

    private void judged(Judgement.Over over) {
        if (over.outcome() == Outcome.SUCCEEDED) {
            succeeded(over.message());
        } else {
            fail(new Ending(over.outcome(), over.message()));
        }
    }

    /** The objects cannot be seen at the moment. */
    private void unseen(ConnectionFailure failure) {
        if (phase == Phase.PREPARING) {
            end(Ending.refused(failure.message()));
        } else if (Sight.passes(failure)) {
            waiting.say(failure);
        } else {
            finish(() -> end(Ending.refused(Messages.Rollout_blind(failure.message(), state.standing()))));
        }
    }

    private void alarm(Duration after) {
        alarm = context.scheduler()
                .schedule(() -> tasks.execute(this::expired), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired() {
        String seconds = String.valueOf(state.frame().seconds());
        finish(() -> fail(new Ending(Outcome.TIMED_OUT, Messages.Rollout_timedOut(seconds, state.standing()))));
    }

    private void succeeded(String message) {
        phase = Phase.FINISHING;
        if (undoing) {
            end(new Ending(Outcome.SUCCEEDED, message));
        } else {
            tasks.after(new Completion(context, pruning).complete(message), this::end);
        }
    }

    /** It does not run, and will not be waited for any longer. */
    private void fail(Ending end) {
        if (phase == Phase.ENDED || phase == Phase.FINISHING) {
            return;
        }
        phase = Phase.FINISHING;
        // What is another deploy's by now is not undone.
        if (end.outcome() == Outcome.SUPERSEDED
                || undoing
                || context.options().onFailure() == OnFailure.KEEP
                || !state.anyChanged()) {
            end(end);
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        findings = waiting.findings();
        waiting.close();
        undo(
                new RolloutMemory.Failed(end.outcome(), end.message(), state.applied(), findings),
                back -> back.begin(false));
    }

    private void undo(RolloutMemory.Failed failed, Function<Rollback, CompletableFuture<Ending>> how) {
        phase = Phase.FINISHING;
        rollback = new Rollback(context, pruning, failed, kept -> memory = kept);
        tasks.after(how.apply(rollback), this::end);
    }

    /** Ends now, or, while requests are under way whose effect is to be reported, right after them. */
    private void finish(Runnable how) {
        if (phase == Phase.APPLYING) {
            applier.stop();
            pruning.stop();
            preparation.stop();
            ending = ending == null ? how : ending;
        } else if (phase != Phase.ENDED && phase != Phase.FINISHING) {
            how.run();
        }
    }

    private void end(Ending how) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        if (alarm != null) {
            alarm.cancel(false);
        }
        waiting.close();
        context.connection().close();
        Instant end = now();
        Instant start = state.frame().startedAt();
        RolloutResult value = new RolloutResult(
                how.outcome(),
                how.message(),
                state.applied(),
                how.outcome() == Outcome.SUCCEEDED ? List.of() : findings == null ? waiting.findings() : findings,
                how.aftermath(),
                start,
                Duration.between(start, end));
        context.tell(new RolloutEvent.Ended(end, value));
        result.complete(value);
    }

    /** To the millisecond, as it is written. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
