package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.manifest.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    private final LastLook look;
    private final Deadline deadline;
    private final Endings endings;
    private final Tasks tasks;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Runnable ending;
    private String stopped;
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
                () -> ledger.unkept() == null ? context.claim()::stillOurs : null));
        this.pruning = new Pruning(
                context.connection(), context.namespace(), state.frame().workload());
        this.preparation = new Preparation(context, applier, pruning, undoing);
        this.waiting = new Waiting(context, pruning, undoing, this::unseen, this::judged);
        this.look = new LastLook(context);
        this.deadline = new Deadline(context, waiting, look);
        this.endings = new Endings(context, pruning, waiting, undoing, kept -> memory = kept);
        this.memory = state.memory(null);
        tasks.onFailure(this::broke);
    }

    /** Nothing is judged for that: it may be judging that has failed. */
    private void broke(Throwable problem) {
        String applied = state.applied().isEmpty() ? Messages.Rollout_nothingApplied() : state.appliedNames();
        close(new Ending(
                Outcome.FAILED, Messages.Rollout_broke(problem.getClass().getSimpleName(), applied)));
    }

    /** How it ended; always completes normally. */
    public CompletableFuture<RolloutResult> result() {
        return result.copy();
    }

    /** What {@link RolloutEngine#resume} needs, as of now. */
    public RolloutMemory memory() {
        return memory;
    }

    /**
     * Ends the rollout as aborted, and leaves alone what was applied. What is being applied is waited for, and of what is
     * described nothing more is begun once this returns. One that has failed by then ends as that, with nothing more undone.
     */
    public void stop(String reason) {
        tasks.execute(() -> {
            if (phase == Phase.FINISHING) {
                endings.stop(reason);
            } else if (phase != Phase.ENDED) {
                stopped = reason;
                finish(() -> end(aborted()));
            }
        });
        // Not only when the task comes to run: an answer may be faster. After it was queued, so that what this leads
        // to finds the rollout stopped.
        applier.stop();
    }

    private Ending aborted() {
        if (!state.applied().isEmpty()) {
            return new Ending(Outcome.ABORTED, Messages.Rollout_aborted(stopped, state.standing()));
        }
        String missing = state.missing();
        String nothing = Messages.Rollout_abortedFirst(stopped);
        return new Ending(
                Outcome.ABORTED,
                missing.isEmpty() ? nothing : Sentences.join(nothing, Messages.Rollout_missing(missing)));
    }

    void start(List<HasMetadata> objects) {
        context.discretion().sends(objects);
        tasks.execute(() -> {
            deadline.in(Duration.between(now(), state.frame().deadline()), this::expired);
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
            waiting.watchReasonsFromNow();
        }
        return preparation.survey(objects);
    }

    private void surveyed(List<HasMetadata> objects, Optional<Ending> refusal, Throwable problem) {
        if (phase != Phase.PREPARING || isEnd(refusal, problem)) {
            return;
        }
        phase = Phase.APPLYING;
        if (context.options().dryRun()) {
            tasks.after(new DryRun(context, applier, pruning).run(objects), end -> unlessStopped(() -> end(end)));
        } else {
            tasks.after(
                    undoing ? preparation.makeRoom() : preparation.claim(objects),
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
        if (stopped != null) {
            end(aborted());
        } else {
            (ending == null ? next : ending).run();
        }
    }

    private void apply(List<HasMetadata> objects) {
        Applying applying = new Applying(context, applier, () -> memory = state.memory(ledger.id()));
        tasks.after(waiting.heard().thenComposeAsync(heard -> applying.apply(objects), tasks), this::applied);
    }

    private void applied(Optional<Ending> refusal) {
        if (stopped != null) {
            Ending end = aborted();
            end(refusal.map(no -> new Ending(end.outcome(), Sentences.join(end.message(), no.message())))
                    .orElse(end));
        } else if (refusal.isPresent()) {
            fail(refusal.get());
        } else if (ending != null) {
            ending.run();
        } else if (context.options().detached()) {
            phase = Phase.FINISHING;
            tasks.after(endings.detached(), this::end);
        } else {
            phase = Phase.WAITING;
            context.tell(new RolloutEvent.Watching(now(), memory));
            waiting.begin();
        }
    }

    void resume(RolloutMemory kept) {
        tasks.execute(() -> {
            phase = Phase.RESUMING;
            memory = kept;
            if (kept.failed() != null) {
                phase = Phase.FINISHING;
                // What cannot be read now is read when it is needed.
                tasks.after(
                        ledger.takeUp(kept.deploy()), (found, problem) -> tasks.after(endings.resume(kept), this::end));
                return;
            }
            if (!state.allApplied()) {
                end(new Ending(Outcome.FAILED, Messages.Rollout_interrupted()));
                return;
            }
            CompletableFuture<Void> record = undoing
                    ? CompletableFuture.completedFuture(null)
                    // Without it the wait goes on: it is read again when it is needed.
                    : ledger.takeUp(kept.deploy()).exceptionally(problem -> null);
            Duration left = Duration.between(now(), state.frame().deadline());
            deadline.in(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left, this::expired);
            waiting.watchReasons();
            tasks.after(CompletableFuture.allOf(record, look.forgotten(), waiting.watch()), known -> resumed());
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
            finish(() ->
                    end(Ending.refused(Messages.Rollout_blind(Sentences.of(failure.message()), state.standing()))));
        }
    }

    private void expired() {
        // As of now: it ends later where what is under way is answered in the end.
        Optional<String> silence = deadline.silence();
        finish(() -> {
            if (state.allApplied()) {
                phase = phase == Phase.APPLYING ? Phase.WAITING : phase;
                tasks.after(deadline.look(), this::looked);
            } else {
                fail(deadline.missed(silence));
            }
        });
    }

    private void looked(Map<ObjectRef, String> unseen) {
        if (phase != Phase.WAITING && phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        deadline.judge(unseen).ifPresent(missed -> {
            if (missed.certain()) {
                fail(missed.ending());
            } else {
                end(missed.ending());
            }
        });
    }

    private void succeeded(String message) {
        phase = Phase.FINISHING;
        tasks.after(endings.succeeded(message), this::end);
    }

    private void fail(Ending end) {
        if (phase == Phase.ENDED || phase == Phase.FINISHING) {
            return;
        }
        phase = Phase.FINISHING;
        deadline.cancel();
        tasks.after(endings.failed(end), this::end);
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
        if (endings.isToGiveBack(how)) {
            phase = Phase.FINISHING;
            tasks.after(endings.giveBack(), given -> close(how));
        } else {
            close(how);
        }
    }

    private void close(Ending how) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        deadline.cancel();
        waiting.close();
        context.connection().close();
        Instant end = now();
        RolloutResult value = endings.result(how, end);
        context.tell(new RolloutEvent.Ended(end, value));
        result.complete(value);
    }

    /** To the millisecond, as it is written. */
    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
