package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One rollout: reads what is there and opens the watches, applies, and then waits for events until each object is done or
 * one of them has failed. Everything happens in tasks that run one after the other; between them no thread is held.
 */
public final class Rollout {

    /** The label that all objects of a workload carry, with its name: watches select by it. */
    public static final String NAME_LABEL = "deploy-workload.jenkins.io/name";

    /** How long a resumed rollout whose time is over waits for the cluster to say how things stand. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private static final Logger LOGGER = Logger.getLogger(Rollout.class.getName());

    private enum Phase {
        PREPARING,
        APPLYING,
        RESUMING,
        WAITING,
        ENDED
    }

    private final Connection connection;
    private final ScheduledExecutorService scheduler;
    private final RolloutListener listener;
    private final RolloutState state;
    private final Applier applier;
    private final Observation observation;
    private final Executor tasks = guarded(new Serial());
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Future<?> alarm;
    private String warned;
    private Runnable ending;
    private volatile RolloutMemory memory;

    Rollout(
            Connection connection, ScheduledExecutorService scheduler, RolloutListener listener, RolloutState state) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.listener = listener;
        this.state = state;
        this.applier = new Applier(connection, scheduler, state.frame().namespace());
        this.observation = new Observation(connection, tasks, state);
        this.memory = state.memory();
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
        tasks.execute(() -> finish(() -> end(Outcome.ABORTED, Messages.Rollout_aborted(reason, state.standing()))));
    }

    void start(List<HasMetadata> objects) {
        tasks.execute(() -> {
            alarm(Duration.between(now(), state.frame().deadline()));
            CompletableFuture<Void> watching = observation.open(this::changed, this::unseen);
            CompletableFuture<?>[] reading = objects.stream().map(this::read).toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(watching, CompletableFuture.allOf(reading))
                    .whenComplete((nothing, problem) -> tasks.execute(() -> prepared(objects, problem)));
        });
    }

    void resume() {
        tasks.execute(() -> {
            phase = Phase.RESUMING;
            if (!state.allApplied()) {
                end(Outcome.FAILED, Messages.Rollout_interrupted());
                return;
            }
            Duration left = Duration.between(now(), state.frame().deadline());
            alarm(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left);
            observation.open(this::changed, this::unseen).thenRun(() -> tasks.execute(this::resumed));
        });
    }

    private CompletableFuture<Void> read(HasMetadata object) {
        TrackedObject<?> target = state.get(ObjectRef.of(object, state.frame().namespace()));
        return applier.read(object).thenAccept(found -> tasks.execute(() -> target.before(found)));
    }

    private void prepared(List<HasMetadata> objects, Throwable problem) {
        if (phase != Phase.PREPARING) {
            return;
        }
        if (problem != null) {
            end(Outcome.REFUSED, connection.failure(problem).message());
            return;
        }
        phase = Phase.APPLYING;
        List<String> refusals = new ArrayList<>();
        Applier.Sink sink = new Applier.Sink() {
            @Override
            public void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
                tasks.execute(() -> taken(ref, answer));
            }

            @Override
            public void refused(ObjectRef ref, Throwable cause) {
                tasks.execute(() -> refusals.add(Refusals.sentence(ref, cause, connection)));
            }
        };
        applier.apply(Kinds.stages(objects), sink)
                .whenComplete((nothing, failure) -> tasks.execute(() -> applied(refusals, failure)));
    }

    private void taken(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        TrackedObject<?> object = state.taken(ref, answer);
        memory = state.memory();
        emit(new RolloutEvent.Applied(now(), object.applied()));
        answer.warnings().forEach(text -> emit(new RolloutEvent.Warning(now(), object.ref(), text)));
    }

    private void applied(List<String> refusals, Throwable failure) {
        if (failure != null) {
            // Not a refusal: something that no answer of the server should have led to.
            LOGGER.log(Level.WARNING, "Applying broke", failure);
            refusals.add(connection.failure(failure).message());
        }
        if (!refusals.isEmpty()) {
            if (!state.applied().isEmpty()) {
                refusals.add(Messages.Rollout_alreadyApplied(state.appliedNames()));
            }
            end(Outcome.REFUSED, String.join(" ", refusals));
            return;
        }
        phase = Phase.WAITING;
        if (ending != null) {
            ending.run();
            return;
        }
        emit(new RolloutEvent.Watching(now(), memory));
        judge();
    }

    private void resumed() {
        if (phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        judge();
        if (now().isAfter(state.frame().deadline())) {
            expired();
        }
    }

    /** Something was seen. */
    private void changed() {
        if (phase == Phase.WAITING) {
            judge();
        }
    }

    private void judge() {
        List<String> done = new ArrayList<>();
        int waiting = 0;
        for (TrackedObject<?> object : state.watched()) {
            Verdict verdict = object.judge();
            String sentence = object.ref().label() + ": " + verdict.sentence();
            if (object.says(verdict.sentence())) {
                emit(new RolloutEvent.Progress(now(), object.ref(), verdict.sentence()));
            }
            switch (verdict.state()) {
                case FAILED -> end(Outcome.FAILED, sentence);
                case SUPERSEDED -> end(Outcome.SUPERSEDED, sentence);
                case DONE -> done.add(sentence);
                case WAITING -> waiting++;
            }
            if (phase == Phase.ENDED) {
                return;
            }
        }
        if (waiting == 0) {
            end(Outcome.SUCCEEDED, done.isEmpty() ? Messages.Rollout_accepted() : String.join("; ", done));
        }
    }

    /** The objects cannot be seen at the moment. */
    private void unseen(ConnectionFailure failure) {
        boolean passing = failure.kind() == ConnectionFailure.Kind.UNREACHABLE
                || failure.kind() == ConnectionFailure.Kind.ERROR;
        if (phase == Phase.PREPARING) {
            end(Outcome.REFUSED, failure.message());
        } else if (!passing) {
            finish(() -> end(Outcome.REFUSED, Messages.Rollout_blind(failure.message(), state.standing())));
        } else if (!failure.message().equals(warned)) {
            warned = failure.message();
            emit(new RolloutEvent.Warning(now(), null, failure.message()));
        }
    }

    private void alarm(Duration after) {
        alarm = scheduler.schedule(() -> tasks.execute(this::expired), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired() {
        String seconds = String.valueOf(state.frame().seconds());
        finish(() -> end(Outcome.TIMED_OUT, Messages.Rollout_timedOut(seconds, state.standing())));
    }

    /** Ends now, or, while requests are under way whose effect is to be reported, right after them. */
    private void finish(Runnable how) {
        if (phase == Phase.APPLYING) {
            applier.stop();
            ending = ending == null ? how : ending;
        } else if (phase != Phase.ENDED) {
            how.run();
        }
    }

    private void end(Outcome outcome, String message) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        if (alarm != null) {
            alarm.cancel(false);
        }
        observation.close();
        connection.close();
        Instant end = now();
        Instant start = state.frame().startedAt();
        RolloutResult value =
                new RolloutResult(outcome, message, state.applied(), start, Duration.between(start, end));
        emit(new RolloutEvent.Ended(end, value));
        result.complete(value);
    }

    /** What no code expects must end the rollout, for nobody would hear of it any more. */
    private Executor guarded(Executor executor) {
        return task -> executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A rollout broke", e);
                end(Outcome.FAILED, String.valueOf(e));
            }
        });
    }

    private void emit(RolloutEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of a rollout failed", e);
        }
    }

    /** To the millisecond, as it is written. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
