package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.Serial;
import io.jenkins.plugins.deployworkload.manifest.Identity;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * One rollout: reads what is there and opens the watches, applies, and then waits for events until each object is done or
 * one of them has failed. Everything happens in tasks that run one after the other; between them no thread is held.
 */
public final class Rollout {

    /** The label that all objects of a workload carry, with its name: watches select by it. */
    public static final String NAME_LABEL = Identity.NAME_LABEL;

    /** How long a resumed rollout whose time is over waits for the cluster to say how things stand. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(30);

    private static final Logger LOGGER = Logger.getLogger(Rollout.class.getName());

    private enum Phase {
        PREPARING,
        APPLYING,
        RESUMING,
        WAITING,
        FAILING,
        FINISHING,
        ENDED
    }

    private final Connection connection;
    private final ScheduledExecutorService scheduler;
    private final Graces graces;
    private final RolloutListener listener;
    private final Ledger ledger;
    private final boolean undoing;
    private final Pruning pruning;
    private final RolloutState state;
    private final Applier applier;
    private final Diagnostics diagnostics;
    private final Observation observation;
    private final Executor tasks = guarded(new Serial());
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();

    private Phase phase = Phase.PREPARING;
    private Future<?> alarm;
    private final Set<String> dimmed = new HashSet<>();
    private final List<String> unsaid = new ArrayList<>();
    private String warned;
    private boolean superseded;
    private List<Finding> findings;
    private Aftermath aftermath = Aftermath.NONE;
    private Runnable ending;
    private Rollout rollback;
    private RolloutMemory.Failed failed;
    private final Set<String> unstuck = new HashSet<>();
    private volatile RolloutMemory memory;

    Rollout(
            Connection connection,
            ScheduledExecutorService scheduler,
            Graces graces,
            RolloutListener listener,
            RolloutState state) {
        this(
                connection,
                scheduler,
                graces,
                listener,
                state,
                new Ledger(connection, state.frame().namespace(), state.frame().workload()),
                false);
    }

    /** @param undoing whether it puts back what ran before: the workload is claimed already, and nothing is noted of it */
    private Rollout(
            Connection connection,
            ScheduledExecutorService scheduler,
            Graces graces,
            RolloutListener listener,
            RolloutState state,
            Ledger ledger,
            boolean undoing) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.graces = graces;
        this.listener = listener;
        this.state = state;
        this.ledger = ledger;
        this.undoing = undoing;
        this.applier = new Applier(
                connection,
                scheduler,
                state.frame().namespace(),
                state.frame().options(),
                () -> ledger.unkept() == null ? ledger::stillOurs : null);
        this.pruning =
                new Pruning(connection, state.frame().namespace(), state.frame().workload());
        this.diagnostics = new Diagnostics(
                graces,
                new LogReader(connection, state.frame().namespace()),
                tasks,
                scheduler,
                (object, finding) -> emit(new RolloutEvent.Found(now(), object, finding)));
        this.observation = new Observation(connection, tasks, state, diagnostics.cast());
        this.memory = state.memory(null);
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
                finish(() -> end(Outcome.ABORTED, Messages.Rollout_aborted(reason, state.standing())));
            }
        });
    }

    void start(List<HasMetadata> objects) {
        tasks.execute(() -> {
            alarm(Duration.between(now(), state.frame().deadline()));
            CompletableFuture<Void> watching = observation.open(this::changed, this::unseen);
            CompletableFuture<Void> record = undoing ? CompletableFuture.completedFuture(null) : ledger.read();
            CompletableFuture.allOf(watching, record)
                    .whenComplete((nothing, problem) -> tasks.execute(() -> survey(objects, problem)));
        });
    }

    /** What is there is asked for before the workload is claimed: what is written later than that is somebody else's. */
    private void survey(List<HasMetadata> objects, Throwable problem) {
        if (phase != Phase.PREPARING) {
            return;
        }
        if (problem != null) {
            end(Outcome.REFUSED, connection.failure(problem).message());
            return;
        }
        RolloutOptions options = state.frame().options();
        if (!options.dryRun() && !objects.stream().allMatch(ledger::isRecorded)) {
            observation.openReasons(this::changed, this::dim);
        }
        boolean all = undoing || options.dryRun() || options.adopt() || ledger.unkept() != null;
        new Survey(applier, ledger, state, tasks)
                .look(objects, all)
                // Who puts something back has claimed the workload before that.
                .thenCompose(seen -> undoing ? ledger.stillOurs() : CompletableFuture.completedFuture(true))
                .whenComplete((ours, failure) -> tasks.execute(() -> prepared(objects, ours, failure)));
    }

    void resume(RolloutMemory kept) {
        tasks.execute(() -> {
            phase = Phase.RESUMING;
            memory = kept;
            if (kept.failed() != null) {
                failed = kept.failed();
                ledger.takeUp(kept.deploy())
                        .whenComplete((found, problem) -> tasks.execute(() -> {
                            if (kept.applied()) {
                                undo(new RolloutState(kept.undoing(null)), Rollout::resumeHere);
                            } else {
                                rollBack(true);
                            }
                        }));
                return;
            }
            if (!state.allApplied()) {
                end(Outcome.FAILED, Messages.Rollout_interrupted());
                return;
            }
            CompletableFuture<Void> record = undoing
                    ? CompletableFuture.completedFuture(null)
                    // Without it the wait goes on; only its good end is then not noted.
                    : ledger.takeUp(kept.deploy()).exceptionally(problem -> null);
            Duration left = Duration.between(now(), state.frame().deadline());
            alarm(left.compareTo(RESUME_GRACE) < 0 ? RESUME_GRACE : left);
            observation.openReasons(this::changed, this::dim);
            CompletableFuture.allOf(record, observation.open(this::changed, this::unseen))
                    .thenRun(() -> tasks.execute(this::resumed));
        });
    }

    /** As a rollback whose process has ended. */
    private void resumeHere() {
        resume(memory);
    }

    private TrackedObject<?> target(HasMetadata object) {
        return state.get(ObjectRef.of(object, state.frame().namespace()));
    }

    private void prepared(List<HasMetadata> objects, Boolean ours, Throwable problem) {
        if (phase != Phase.PREPARING) {
            return;
        }
        if (problem != null) {
            end(Outcome.REFUSED, connection.failure(problem).message());
            return;
        }
        if (!ours) {
            end(Outcome.SUPERSEDED, Messages.Rollout_lost());
            return;
        }
        String running = objects.stream()
                .filter(object -> !state.frame().options().recreate())
                .filter(object -> target(object).before().object() instanceof Job job && !JobJudge.finished(job))
                .map(object -> Messages.Job_running(target(object).ref().label()))
                .collect(Collectors.joining(" "));
        if (!running.isEmpty()) {
            end(Outcome.REFUSED, running);
            return;
        }
        phase = Phase.APPLYING;
        if (undoing) {
            apply(objects);
            return;
        }
        if (state.frame().options().dryRun()) {
            dryRun(objects);
            return;
        }
        List<ObjectRef> former = undescribed().stream().filter(Kinds::makesPods).toList();
        pruning.ours(former)
                .whenComplete((found, failure) -> tasks.execute(() -> {
                    if (ending != null) {
                        ending.run();
                    } else if (failure != null) {
                        end(Outcome.REFUSED, connection.failure(failure).message());
                    } else {
                        replaceFormer(objects, found);
                    }
                }));
    }

    /** The server says what it would make of the objects, all at once: nothing comes to be that another could need. */
    private void dryRun(List<HasMetadata> objects) {
        List<String> refusals = new ArrayList<>();
        Map<RolledObject.Operation, Integer> counts = new EnumMap<>(RolledObject.Operation.class);
        Applier.Sink sink = new Applier.Sink() {
            @Override
            public void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
                tasks.execute(() -> {
                    RolledObject.Operation operation = wouldChange(ref, answer);
                    counts.merge(operation, 1, Integer::sum);
                });
            }

            @Override
            public void refused(ObjectRef ref, Throwable cause) {
                tasks.execute(() -> refusals.add(Refusals.sentence(ref, cause, connection)));
            }

            @Override
            public void replacing(ObjectRef ref) {
                throw new IllegalStateException("a dry run deletes nothing");
            }
        };
        applier.apply(List.of(objects), ref -> state.get(ref).before(), sink)
                .thenCompose(nothing -> pruning.ours(undescribed()))
                .whenComplete((former, failure) -> tasks.execute(() -> {
                    if (failure != null) {
                        refusals.add(connection.failure(failure).message());
                    } else {
                        former.forEach(object -> wouldGo(object, refusals));
                    }
                    if (ending != null) {
                        ending.run();
                    } else if (refusals.isEmpty()) {
                        end(
                                Outcome.SUCCEEDED,
                                Messages.Rollout_dryRun(
                                        counts.getOrDefault(RolledObject.Operation.CREATED, 0),
                                        counts.getOrDefault(RolledObject.Operation.CHANGED, 0),
                                        counts.getOrDefault(RolledObject.Operation.UNCHANGED, 0)));
                    } else {
                        end(Outcome.REFUSED, String.join(" ", refusals));
                    }
                }));
    }

    /** What a deploy would do about an object that is no longer described; what is only left there needs no word. */
    private void wouldGo(HasMetadata object, List<String> refusals) {
        ObjectRef ref = ObjectRef.of(object, state.frame().namespace());
        RolloutOptions options = state.frame().options();
        if (Kinds.makesPods(ref) && !options.recreate()) {
            refusals.add(Messages.Rollout_former(ref.label()));
        } else if (Kinds.makesPods(ref) || options.prune() && !Kinds.holdsData(ref)) {
            emit(new RolloutEvent.WouldRemove(now(), ref, Messages.Rollout_wouldPrune()));
        }
    }

    private RolledObject.Operation wouldChange(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        KubernetesSerialization serialization = connection.client().getKubernetesSerialization();
        HasMetadata before = state.get(ref).before().object();
        JsonNode after = serialization.convertValue(answer.object(), JsonNode.class);
        JsonNode old = answer.status() == 201 || before == null
                ? MissingNode.getInstance()
                : serialization.convertValue(before, JsonNode.class);
        List<Change> changes = Difference.of(old, after);
        RolledObject.Operation operation = answer.status() == 201
                ? RolledObject.Operation.CREATED
                : changes.isEmpty() ? RolledObject.Operation.UNCHANGED : RolledObject.Operation.CHANGED;
        emit(new RolloutEvent.WouldChange(now(), ref, operation, changes));
        answer.warnings().forEach(text -> emit(new RolloutEvent.Warning(now(), ref, text)));
        return operation;
    }

    /** What was applied for the workload once, and is no longer described. */
    private List<ObjectRef> undescribed() {
        return ledger.owned().stream().filter(ref -> state.get(ref) == null).toList();
    }

    /** A workload that was of another kind: two of them would both make pods. */
    private void replaceFormer(List<HasMetadata> objects, List<HasMetadata> former) {
        if (!former.isEmpty() && !state.frame().options().recreate()) {
            ObjectRef ref = ObjectRef.of(former.getFirst(), state.frame().namespace());
            end(Outcome.REFUSED, Messages.Rollout_former(ref.label()));
            return;
        }
        ledger.claim(objects, state.frame().namespace())
                .whenComplete((ours, problem) -> tasks.execute(() -> claimed(objects, former, ours, problem)));
    }

    private void claimed(List<HasMetadata> objects, List<HasMetadata> former, Boolean ours, Throwable problem) {
        if (ending != null) {
            ending.run();
        } else if (problem != null) {
            end(Outcome.REFUSED, connection.failure(problem).message());
        } else if (!ours) {
            end(Outcome.SUPERSEDED, Messages.Rollout_lost());
        } else {
            if (ledger.unkept() != null) {
                emit(new RolloutEvent.Warning(now(), null, Messages.Record_unkept(ledger.unkept())));
            }
            former.forEach(object -> emit(new RolloutEvent.Removed(
                    now(), ObjectRef.of(object, state.frame().namespace()), Messages.Rollout_ofFormerKind())));
            pruning.deleteAndAwait(former)
                    .thenAccept(deletion -> tasks.execute(() -> {
                        if (ending == null && !deletion.left().isEmpty()) {
                            end(Outcome.REFUSED, Messages.Rollout_formerLeft(deletion.whatIsLeft()));
                        } else {
                            apply(objects);
                        }
                    }));
        }
    }

    private void apply(List<HasMetadata> objects) {
        if (ending != null) {
            ending.run();
            return;
        }
        List<String> refusals = new ArrayList<>();
        Applier.Sink sink = new Applier.Sink() {
            @Override
            public void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
                tasks.execute(() -> taken(ref, answer));
            }

            @Override
            public void refused(ObjectRef ref, Throwable cause) {
                tasks.execute(() -> {
                    superseded |= Refusals.isSuperseded(cause);
                    refusals.add(superseded ? Messages.Rollout_lost() : Refusals.sentence(ref, cause, connection));
                });
            }

            @Override
            public void replacing(ObjectRef ref) {
                tasks.execute(() -> {
                    state.replacing(ref);
                    emit(new RolloutEvent.Removed(now(), ref, Messages.Rollout_replaced()));
                });
            }
        };
        applier.apply(Kinds.stages(objects), ref -> state.get(ref).before(), sink)
                .whenComplete((nothing, failure) -> tasks.execute(() -> applied(refusals, failure)));
    }

    private void taken(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        TrackedObject<?> object = state.taken(ref, answer);
        memory = state.memory(ledger.id());
        emit(new RolloutEvent.Applied(now(), object.applied()));
        answer.warnings().forEach(text -> emit(new RolloutEvent.Warning(now(), object.ref(), text)));
    }

    private void applied(List<String> refusals, Throwable failure) {
        if (failure != null) {
            // Not a refusal: something that no answer of the server should have led to.
            LOGGER.log(Level.WARNING, "Applying broke", failure);
            refusals.add(connection.failure(failure).message());
        }
        if (refusals.isEmpty() && ending != null) {
            ending.run();
            return;
        }
        if (!refusals.isEmpty()) {
            if (!state.applied().isEmpty()) {
                refusals.add(Messages.Rollout_alreadyApplied(state.appliedNames()));
            }
            phase = Phase.WAITING;
            if (superseded) {
                end(Outcome.SUPERSEDED, String.join(" ", refusals));
            } else {
                fail(Outcome.REFUSED, String.join(" ", refusals));
            }
            return;
        }
        phase = Phase.WAITING;
        emit(new RolloutEvent.Watching(now(), memory));
        sayWhatIsDim();
        judge();
    }

    private void resumed() {
        if (phase != Phase.RESUMING) {
            return;
        }
        phase = Phase.WAITING;
        sayWhatIsDim();
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
        List<String> done = new ArrayList<>(state.notes());
        int waiting = 0;
        for (TrackedObject<?> object : state.watched()) {
            Verdict verdict = object.judge();
            String sentence = object.ref().label() + ": " + verdict.sentence();
            if (object.says(verdict.sentence())) {
                emit(new RolloutEvent.Progress(now(), object.ref(), verdict.sentence()));
            }
            Optional<CompletableFuture<Finding>> certain = Optional.empty();
            if (undoing && object.observed()) {
                freeStuckPods(object);
            }
            if (object.observed()
                    && (verdict.state() == Verdict.State.WAITING || verdict.state() == Verdict.State.FAILED)) {
                certain = diagnostics.look(object, this::changed);
            }
            switch (verdict.state()) {
                case FAILED -> fail(Outcome.FAILED, sentence);
                case SUPERSEDED -> end(Outcome.SUPERSEDED, sentence);
                case DONE -> done.add(sentence);
                case WAITING -> {
                    waiting++;
                    certain.ifPresent(finding -> failed(object.ref(), finding));
                }
            }
            if (phase != Phase.WAITING) {
                return;
            }
        }
        if (waiting > 0) {
            observation.openReasons(this::changed, this::dim);
        } else {
            succeeded(done.isEmpty() ? Messages.Rollout_accepted() : String.join("; ", done));
        }
    }

    /** What is certain ends the wait, as soon as all that belongs to it was told. */
    private void failed(ObjectRef object, CompletableFuture<Finding> finding) {
        phase = Phase.FAILING;
        finding.thenAccept(why -> tasks.execute(() -> fail(Outcome.FAILED, object.label() + ": " + why.sentence())));
    }

    /** Something that only tells reasons cannot be seen. Who is refused altogether need not hear of it. */
    private void dim(String what, ConnectionFailure failure) {
        if (failure.kind() == ConnectionFailure.Kind.FORBIDDEN && dimmed.add(what)) {
            unsaid.add(Messages.Rollout_dim(what, failure.message()));
            sayWhatIsDim();
        }
    }

    private void sayWhatIsDim() {
        if (phase == Phase.WAITING) {
            unsaid.forEach(text -> emit(new RolloutEvent.Warning(now(), null, text)));
            unsaid.clear();
        }
    }

    /** The objects cannot be seen at the moment. */
    private void unseen(ConnectionFailure failure) {
        boolean passing =
                failure.kind() == ConnectionFailure.Kind.UNREACHABLE || failure.kind() == ConnectionFailure.Kind.ERROR;
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
        finish(() -> fail(Outcome.TIMED_OUT, Messages.Rollout_timedOut(seconds, state.standing())));
    }

    /** Everything runs: what is no longer needed goes, and that it runs is noted for later. */
    private void succeeded(String message) {
        phase = Phase.FINISHING;
        if (undoing) {
            end(Outcome.SUCCEEDED, message);
            return;
        }
        List<ObjectRef> former = undescribed();
        pruning.ours(former)
                .whenComplete((found, problem) -> tasks.execute(() -> {
                    if (problem == null) {
                        prune(former, found, message);
                    } else {
                        String names = former.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
                        emit(new RolloutEvent.Warning(
                                now(),
                                null,
                                Messages.Rollout_unlooked(
                                        names, connection.failure(problem).message())));
                        prune(List.of(), List.of(), message);
                    }
                }));
    }

    private void prune(List<ObjectRef> former, List<HasMetadata> found, String message) {
        String namespace = state.frame().namespace();
        boolean prune = state.frame().options().prune();
        String left = found.stream()
                .map(object -> ObjectRef.of(object, namespace))
                .filter(ref -> !prune || Kinds.holdsData(ref))
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            emit(new RolloutEvent.Warning(
                    now(), null, prune ? Messages.Rollout_leftData(left) : Messages.Rollout_left(left)));
        }
        pruning.delete(prune ? found : List.of())
                .thenCompose(deletion -> {
                    List<ObjectRef> deleted = deletion.deleted();
                    tasks.execute(() -> told(deletion, Messages.Rollout_pruned()));
                    Set<ObjectRef> present = found.stream()
                            .map(object -> ObjectRef.of(object, namespace))
                            .collect(Collectors.toSet());
                    return ledger.good(
                            former.stream()
                                    .filter(ref -> !present.contains(ref) || deleted.contains(ref))
                                    .toList(),
                            state.applied());
                })
                .whenComplete((ours, problem) -> tasks.execute(() -> {
                    if (problem == null && !ours) {
                        end(Outcome.SUPERSEDED, Messages.Rollout_lost());
                        return;
                    }
                    if (problem != null) {
                        emit(new RolloutEvent.Warning(
                                now(),
                                null,
                                Messages.Rollout_notNoted(
                                        connection.failure(problem).message())));
                    }
                    end(Outcome.SUCCEEDED, message);
                }));
    }

    /** @param why of what was deleted */
    private void told(Pruning.Deletion deletion, String why) {
        deletion.deleted().forEach(ref -> emit(new RolloutEvent.Removed(now(), ref, why)));
        if (!deletion.left().isEmpty()) {
            emit(new RolloutEvent.Warning(now(), null, Messages.Rollout_undeleted(deletion.whatIsLeft())));
        }
    }

    /** It does not run, and will not be waited for any longer. */
    private void fail(Outcome outcome, String message) {
        if (phase == Phase.ENDED || phase == Phase.FINISHING) {
            return;
        }
        phase = Phase.FINISHING;
        if (undoing || state.frame().options().onFailure() == OnFailure.KEEP || !state.anyChanged()) {
            end(outcome, message);
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        observation.close();
        failed = new RolloutMemory.Failed(outcome, message, state.applied(), diagnostics.present());
        findings = diagnostics.present();
        rollBack(false);
    }

    /** @param begun whether the workload may already be claimed for that, by a process that has ended since */
    private void rollBack(boolean begun) {
        phase = Phase.FINISHING;
        WorkloadRecord.Revision good = ledger.lastGood().orElse(null);
        if (good == null || !begun && good.id().equals(ledger.id())) {
            withoutRevision(good == null);
            return;
        }
        List<HasMetadata> objects = ledger.objects(good);
        if (objects.isEmpty()) {
            end(failed.outcome(), failed.message() + " " + Messages.Rollback_onlyJobs());
            return;
        }
        ledger.claimAgain(good)
                .whenComplete((ours, problem) -> tasks.execute(() -> {
                    if (problem != null) {
                        undone(Aftermath.NOT_UNDONE, connection.failure(problem).message());
                    } else if (!ours) {
                        end(Outcome.SUPERSEDED, failed.message() + " " + Messages.Rollback_superseded());
                    } else {
                        Instant start = now();
                        RolloutState.Frame frame = state.frame();
                        RolloutState.Frame next = new RolloutState.Frame(
                                frame.namespace(),
                                frame.workload(),
                                start,
                                start.plusSeconds(Math.max(1, frame.seconds())),
                                frame.options().withOnFailure(OnFailure.KEEP));
                        RolloutState back = new RolloutState(next, objects);
                        memory = back.memory(ledger.id()).undoing(failed);
                        emit(new RolloutEvent.RollingBack(
                                now(), Messages.Rollback_begins(failed.message(), good.at()), memory));
                        undo(back, child -> child.start(objects));
                    }
                }));
    }

    /** There is nothing to go back to. */
    private void withoutRevision(boolean first) {
        if (!first || state.frame().options().onFailure() != OnFailure.REMOVE) {
            String why = ledger.unkept() != null ? ledger.unkept() : Messages.Rollback_none();
            end(failed.outcome(), failed.message() + " " + (first ? why : Messages.Rollback_same()));
            return;
        }
        removeMade(List.of())
                .thenAccept(deletion -> tasks.execute(() -> {
                    if (deletion.left().isEmpty()) {
                        undone(
                                Aftermath.REMOVED,
                                Messages.Rollback_removed(deletion.deleted().stream()
                                        .map(ObjectRef::label)
                                        .collect(Collectors.joining(", "))));
                    } else {
                        undone(Aftermath.NOT_UNDONE, Messages.Rollback_notRemoved(deletion.whatIsLeft()));
                    }
                }));
    }

    private void undo(RolloutState back, Consumer<Rollout> begin) {
        phase = Phase.FINISHING;
        rollback = new Rollout(connection.share(), scheduler, graces, this::forward, back, ledger, true);
        begin.accept(rollback);
        rollback.result().thenAccept(value -> tasks.execute(() -> putBack(value)));
    }

    /** What the rollback tells is told as this rollout's own, but for its end. */
    private void forward(RolloutEvent event) {
        tasks.execute(() -> {
            switch (event) {
                case RolloutEvent.Ended ended -> {}
                case RolloutEvent.Watching watching -> {
                    memory = watching.memory().undoing(failed);
                    emit(new RolloutEvent.Watching(watching.time(), memory));
                }
                default -> emit(event);
            }
        });
    }

    private void putBack(RolloutResult value) {
        if (value.outcome() != Outcome.SUCCEEDED) {
            undone(Aftermath.NOT_UNDONE, Messages.Rollback_failed(value.message()));
            return;
        }
        List<ObjectRef> kept = value.objects().stream().map(RolledObject::ref).toList();
        removeMade(kept)
                .thenCompose(deletion -> ledger.good(deletion.deleted(), value.objects()))
                .whenComplete((nothing, problem) ->
                        tasks.execute(() -> undone(Aftermath.ROLLED_BACK, Messages.Rollback_done(value.message()))));
    }

    /** What the failed deploy has made that was not there before. */
    private List<ObjectRef> made(List<ObjectRef> kept) {
        return failed.objects().stream()
                .filter(object -> object.operation() == RolledObject.Operation.CREATED)
                .map(RolledObject::ref)
                .filter(ref -> !kept.contains(ref) && !Kinds.holdsData(ref))
                .toList();
    }

    private CompletableFuture<Pruning.Deletion> removeMade(List<ObjectRef> kept) {
        List<ObjectRef> made = made(kept);
        return pruning.ours(made)
                .thenCompose(pruning::delete)
                .exceptionally(problem -> {
                    String why = connection.failure(problem).message();
                    return new Pruning.Deletion(
                            List.of(), made.stream().collect(Collectors.toMap(Function.identity(), ref -> why)));
                })
                .thenApply(deletion -> {
                    tasks.execute(() -> told(deletion, Messages.Rollback_removing()));
                    return deletion;
                });
    }

    private void undone(Aftermath how, String message) {
        aftermath = how;
        end(failed.outcome(), failed.message() + " " + message);
    }

    /**
     * A StatefulSet's controller waits for a broken pod to become ready before it puts back the revision before it, which
     * it never does: such pods are deleted, now that the template is the good one again.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">Forced
     *     rollback</a>
     */
    private void freeStuckPods(TrackedObject<?> object) {
        if (object.seen() instanceof StatefulSet set) {
            String revision = set.getStatus().getUpdateRevision();
            diagnostics.cast().stuck(set, revision).stream()
                    .filter(pod -> unstuck.add(pod.getMetadata().getUid()))
                    .forEach(pod -> {
                        ObjectRef ref = ObjectRef.of(pod, state.frame().namespace());
                        emit(new RolloutEvent.Removed(now(), ref, Messages.Rollback_stuck()));
                        pruning.deletePod(pod)
                                .whenComplete((nothing, problem) -> tasks.execute(() -> {
                                    if (problem != null) {
                                        emit(new RolloutEvent.Warning(
                                                now(),
                                                ref,
                                                connection.failure(problem).message()));
                                    }
                                }));
                    });
        }
    }

    /** Ends now, or, while requests are under way whose effect is to be reported, right after them. */
    private void finish(Runnable how) {
        if (phase == Phase.APPLYING) {
            applier.stop();
            pruning.stop();
            ending = ending == null ? how : ending;
        } else if (phase != Phase.ENDED && phase != Phase.FINISHING) {
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
        diagnostics.close();
        connection.close();
        Instant end = now();
        Instant start = state.frame().startedAt();
        RolloutResult value = new RolloutResult(
                outcome,
                message,
                state.applied(),
                outcome == Outcome.SUCCEEDED ? List.of() : findings == null ? diagnostics.present() : findings,
                aftermath,
                start,
                Duration.between(start, end));
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
