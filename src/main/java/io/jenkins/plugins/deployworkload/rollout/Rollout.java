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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

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

    /** What does not change. */
    record Frame(String namespace, String workload, Instant startedAt, Instant deadline) {}

    private final Connection connection;
    private final ScheduledExecutorService scheduler;
    private final RolloutListener listener;
    private final Frame frame;
    private final Applier applier;
    private final Observation observation;
    private final Executor tasks = guarded(new Serial());
    private final Map<ObjectRef, TrackedObject<?>> tracked = new LinkedHashMap<>();
    private final List<RolledObject> applied = new ArrayList<>();
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Future<?> alarm;
    private String warned;
    private Runnable ending;
    private volatile RolloutMemory memory;

    Rollout(Connection connection, ScheduledExecutorService scheduler, RolloutListener listener, Frame frame) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.listener = listener;
        this.frame = frame;
        this.applier = new Applier(connection, scheduler, frame.namespace());
        this.observation = new Observation(connection, frame.namespace(), frame.workload(), tasks, tracked);
        remember(false);
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
        tasks.execute(() -> finish(() -> end(Outcome.ABORTED, Messages.Rollout_aborted(reason, standing()))));
    }

    void start(List<HasMetadata> objects) {
        objects.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, frame.namespace());
            tracked.put(ref, TrackedObject.of(ref));
        });
        tasks.execute(() -> {
            alarm(Duration.between(now(), frame.deadline()));
            CompletableFuture<Void> watching = observation.open(this::changed, this::unseen);
            CompletableFuture<?>[] reading = objects.stream().map(this::read).toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(watching, CompletableFuture.allOf(reading))
                    .whenComplete((nothing, problem) -> tasks.execute(() -> prepared(objects, problem)));
        });
    }

    void resume(RolloutMemory from) {
        from.objects().forEach(item -> {
            TrackedObject<?> object = TrackedObject.of(item);
            tracked.put(object.ref(), object);
            applied.add(object.applied());
        });
        phase = Phase.RESUMING;
        remember(from.applied());
        tasks.execute(() -> {
            if (!from.applied()) {
                end(Outcome.FAILED, Messages.Rollout_interrupted());
                return;
            }
            Duration left = Duration.between(now(), frame.deadline());
            alarm(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left);
            observation.open(this::changed, this::unseen).thenRun(() -> tasks.execute(this::resumed));
        });
    }

    private CompletableFuture<Void> read(HasMetadata object) {
        TrackedObject<?> state = tracked.get(ObjectRef.of(object, frame.namespace()));
        return applier.read(object).thenAccept(found -> tasks.execute(() -> state.before(found)));
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
                tasks.execute(() -> taken(tracked.get(ref), answer));
            }

            @Override
            public void refused(ObjectRef ref, Throwable cause) {
                tasks.execute(() -> refusals.add(Refusals.sentence(ref, cause, connection)));
            }
        };
        applier.apply(Kinds.stages(objects), sink)
                .whenComplete((nothing, failure) -> tasks.execute(() -> applied(refusals, failure)));
    }

    private void taken(TrackedObject<?> object, ApiAnswer<? extends HasMetadata> answer) {
        object.applied(answer);
        applied.add(object.applied());
        remember(false);
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
            String before = applied.stream()
                    .map(object -> object.ref().label())
                    .collect(Collectors.joining(", "));
            String sentence = String.join(" ", refusals);
            phase = Phase.WAITING;
            end(
                    Outcome.REFUSED,
                    before.isEmpty() ? sentence : sentence + " " + Messages.Rollout_appliedBefore(before));
            return;
        }
        phase = Phase.WAITING;
        if (ending != null) {
            ending.run();
            return;
        }
        remember(true);
        emit(new RolloutEvent.Watching(now(), memory));
        judge();
    }

    private void resumed() {
        if (phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        judge();
        if (now().isAfter(frame.deadline())) {
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
        for (TrackedObject<?> object : tracked.values()) {
            if (object.kind() == null) {
                continue;
            }
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
            finish(() -> end(Outcome.REFUSED, Messages.Rollout_blind(failure.message(), standing())));
        } else if (!failure.message().equals(warned)) {
            warned = failure.message();
            emit(new RolloutEvent.Warning(now(), null, failure.message()));
        }
    }

    private void alarm(Duration after) {
        alarm = scheduler.schedule(() -> tasks.execute(this::expired), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired() {
        long seconds = Duration.between(frame.startedAt(), frame.deadline()).toSeconds();
        finish(() -> end(Outcome.TIMED_OUT, Messages.Rollout_timedOut(String.valueOf(seconds), standing())));
    }

    /** How things stand where something is still missing. */
    private String standing() {
        if (memory.applied() && phase == Phase.WAITING) {
            return tracked.values().stream()
                    .filter(object -> object.kind() != null)
                    .map(object ->
                            object.ref().label() + ": " + object.judge().sentence())
                    .collect(Collectors.joining("; "));
        }
        String names =
                applied.stream().map(object -> object.ref().label()).collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.Rollout_nothingApplied() : Messages.Rollout_onlyApplied(names);
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
        RolloutResult value = new RolloutResult(
                outcome, message, applied, frame.startedAt(), Duration.between(frame.startedAt(), end));
        emit(new RolloutEvent.Ended(end, value));
        result.complete(value);
    }

    private void remember(boolean complete) {
        memory = new RolloutMemory(
                RolloutMemory.VERSION,
                frame.namespace(),
                frame.workload(),
                complete,
                tracked.values().stream()
                        .filter(object -> object.applied() != null)
                        .map(TrackedObject::memory)
                        .toList(),
                frame.startedAt(),
                frame.deadline());
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
