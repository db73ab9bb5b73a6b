package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Undoes a deploy that failed: puts back the last revision that was seen to run, by a rollout of its own, or, where there is
 * none and that was asked for, deletes what the deploy has made.
 */
final class Rollback {

    private final RolloutContext context;
    private final Pruning pruning;
    private final RolloutMemory.Failed failed;
    private final Consumer<RolloutMemory> keep;
    private Rollout back;
    private String stopped;

    /** @param keep takes what another process needs to go on with this, each time before anybody is told */
    Rollback(RolloutContext context, Pruning pruning, RolloutMemory.Failed failed, Consumer<RolloutMemory> keep) {
        this.context = context;
        this.pruning = pruning;
        this.failed = failed;
        this.keep = keep;
    }

    /**
     * @param begun whether the workload may already be claimed for that, by a process that has ended since
     * @return how the rollout ends; completes normally
     */
    CompletableFuture<Ending> begin(boolean begun) {
        return context.ledger()
                .known()
                .handleAsync((known, problem) -> problem == null ? decide(begun) : unread(problem), context.tasks())
                .thenCompose(end -> end);
    }

    private CompletableFuture<Ending> decide(boolean begun) {
        if (stopped != null) {
            return notBegun();
        }
        if (context.ledger().isGone()) {
            return CompletableFuture.completedFuture(ending(Messages.Rollback_recordGone(), Aftermath.NOT_UNDONE));
        }
        if (begun) {
            context.claim().orBy(failed.deploy());
        }
        WorkloadRecord.Revision good = context.ledger().lastGood().orElse(null);
        if (good == null || !begun && good.id().equals(context.ledger().id())) {
            return withoutRevision(good == null);
        }
        List<HasMetadata> objects = context.ledger().objects(good);
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(ending(Messages.Rollback_onlyJobs(), Aftermath.NONE));
        }
        return context.claim()
                .stillOurs()
                // Where nobody can say so: the workload is taken only as it was read last.
                .exceptionally(problem -> true)
                .thenComposeAsync(ours -> ours ? take(good, objects) : superseded(), context.tasks())
                .exceptionally(problem -> ending(context.why(problem), Aftermath.NOT_UNDONE));
    }

    /** Goes on with what another process has applied to put it back. */
    CompletableFuture<Ending> resume(RolloutMemory kept) {
        return run(new RolloutState(kept.undoing(null)), rollout -> rollout.resume(kept.undoing(null)));
    }

    /** Stops to wait for what was put back, or does not begin with it. */
    void stop(String reason) {
        stopped = reason;
        if (back != null) {
            back.stop(reason);
        }
    }

    private CompletableFuture<Ending> superseded() {
        return CompletableFuture.completedFuture(
                new Ending(Outcome.SUPERSEDED, Sentences.join(failed.message(), Messages.Rollback_superseded())));
    }

    private CompletableFuture<Ending> notBegun() {
        return CompletableFuture.completedFuture(ending(Messages.Rollback_stopped(stopped), Aftermath.NOT_UNDONE));
    }

    /** Nobody knows what ran before, nor whether anything did. */
    private CompletableFuture<Ending> unread(Throwable problem) {
        return CompletableFuture.completedFuture(
                ending(Messages.Rollback_unread(context.why(problem)), Aftermath.NOT_UNDONE));
    }

    /** Remembered first: who goes on after a restart finds the workload claimed for the good revision, or not yet. */
    private CompletableFuture<Ending> take(WorkloadRecord.Revision good, List<HasMetadata> objects) {
        if (stopped != null) {
            return notBegun();
        }
        Instant start = Rollout.now();
        RolloutState.Frame frame = context.state().frame();
        RolloutState state = new RolloutState(
                new RolloutState.Frame(
                        frame.namespace(),
                        frame.workload(),
                        start,
                        start.plusSeconds(Math.max(1, frame.seconds())),
                        frame.options().withOnFailure(OnFailure.KEEP)),
                objects);
        RolloutMemory memory = state.memory(good.id()).undoing(failed);
        keep.accept(memory);
        context.tell(new RolloutEvent.RollingBack(
                Rollout.now(), Messages.Rollback_begins(Sentences.of(failed.message()), good.at()), memory));
        return context.claim()
                .takeAgain(good)
                .thenComposeAsync(ours -> ours ? apply(state, objects) : superseded(), context.tasks());
    }

    /**
     * An autoscaler that the failed deploy has made would have the last word on the number of replicas. What is left is tried
     * again, and told of, with the rest.
     */
    private CompletableFuture<Ending> apply(RolloutState state, List<HasMetadata> objects) {
        if (stopped != null) {
            return notBegun();
        }
        List<ObjectRef> kept = objects.stream().map(context::ref).toList();
        return removeMade(made(ref -> Kinds.isAutoscaler(ref) && !kept.contains(ref)))
                .handleAsync(
                        (deletion, lost) -> {
                            if (lost != null) {
                                return superseded();
                            }
                            context.removed(deletion.deleted(), Messages.Rollback_removing());
                            return run(state, rollout -> rollout.start(objects));
                        },
                        context.tasks())
                .thenCompose(end -> end);
    }

    private CompletableFuture<Ending> run(RolloutState state, Consumer<Rollout> begin) {
        back = new Rollout(context.undoing(state, this::forward), true);
        begin.accept(back);
        if (stopped != null) {
            back.stop(stopped);
        }
        return back.result().thenComposeAsync(this::ran, context.tasks());
    }

    /** What the rollback tells is told as the rollout's own, but for its end. */
    private void forward(RolloutEvent event) {
        context.tasks().execute(() -> {
            switch (event) {
                case RolloutEvent.Ended ended -> {}
                case RolloutEvent.Watching watching -> {
                    RolloutMemory memory = watching.memory().undoing(failed);
                    keep.accept(memory);
                    context.tell(new RolloutEvent.Watching(watching.time(), memory));
                }
                default -> context.tell(event);
            }
        });
    }

    private CompletableFuture<Ending> ran(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED) {
            return context.claim()
                    .stillOurs()
                    .exceptionally(problem -> true)
                    .thenCompose(ours -> ours ? notPutBack(result) : superseded());
        }
        if (result.outcome() != Outcome.SUCCEEDED) {
            return notPutBack(result);
        }
        List<ObjectRef> kept = result.objects().stream().map(RolledObject::ref).toList();
        List<ObjectRef> made = made(ref -> !kept.contains(ref));
        return context.ledger()
                .known()
                .thenCompose(known -> removeMade(made))
                .thenApplyAsync(this::told, context.tasks())
                .thenCompose(deletion -> context.claim().good(gone(made, deletion), result.objects(), true))
                .handleAsync((ours, problem) -> noted(result, ours, problem), context.tasks())
                .thenCompose(end -> end);
    }

    /** Some went before anything was put back, maybe by another process. */
    private static List<ObjectRef> gone(List<ObjectRef> made, Pruning.Deletion deletion) {
        return made.stream().filter(ref -> !deletion.left().containsKey(ref)).toList();
    }

    private CompletableFuture<Ending> noted(RolloutResult result, Boolean ours, Throwable problem) {
        if (Refusals.isSuperseded(problem) || problem == null && !ours) {
            return superseded();
        }
        if (problem != null) {
            context.warn(null, Messages.Rollout_notNoted(context.why(problem)));
        }
        context.ledger().untold().ifPresent(why -> context.warn(null, Messages.Rollout_notNoted(why)));
        return CompletableFuture.completedFuture(
                ending(Messages.Rollback_done(result.message()), Aftermath.ROLLED_BACK));
    }

    private CompletableFuture<Ending> notPutBack(RolloutResult result) {
        return CompletableFuture.completedFuture(
                ending(Messages.Rollback_failed(result.message()), Aftermath.NOT_UNDONE));
    }

    /** There is nothing to go back to. */
    private CompletableFuture<Ending> withoutRevision(boolean first) {
        if (!first || context.options().onFailure() != OnFailure.REMOVE) {
            String unkept = context.ledger().unkept();
            String why = unkept != null ? unkept : Messages.Rollback_none();
            return CompletableFuture.completedFuture(ending(first ? why : Messages.Rollback_same(), Aftermath.NONE));
        }
        return removeMade(made(ref -> true))
                .thenApplyAsync(this::told, context.tasks())
                .thenApply(this::removed)
                .exceptionallyCompose(superseded -> superseded());
    }

    private Ending removed(Pruning.Deletion deletion) {
        if (!deletion.left().isEmpty()) {
            return ending(Messages.Rollback_notRemoved(deletion.whatIsLeft()), Aftermath.NOT_UNDONE);
        }
        String names = deletion.deleted().stream().map(ObjectRef::label).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? ending(Messages.Rollback_nothingMade(), Aftermath.NONE)
                : ending(Messages.Rollback_removed(names), Aftermath.REMOVED);
    }

    /** What the failed deploy has made that was not there before, and may go. */
    private List<ObjectRef> made(Predicate<ObjectRef> which) {
        return failed.objects().stream()
                .filter(object -> object.operation() == RolledObject.Operation.CREATED)
                .map(RolledObject::ref)
                .filter(ref -> which.test(ref) && !Kinds.holdsData(ref))
                .toList();
    }

    /** @return fails only where the workload is another deploy's by now */
    private CompletableFuture<Pruning.Deletion> removeMade(List<ObjectRef> made) {
        return pruning.ours(made)
                .thenCompose(found -> pruning.delete(found, context.claim()::stillOurs))
                .exceptionallyCompose(problem -> {
                    if (Refusals.isSuperseded(problem)) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    String why = context.why(problem);
                    return CompletableFuture.completedFuture(new Pruning.Deletion(
                            List.of(), made.stream().collect(Collectors.toMap(Function.identity(), ref -> why))));
                });
    }

    private Pruning.Deletion told(Pruning.Deletion deletion) {
        context.tell(deletion, Messages.Rollback_removing());
        return deletion;
    }

    private Ending ending(String message, Aftermath aftermath) {
        return new Ending(failed.outcome(), Sentences.join(failed.message(), message), aftermath);
    }
}
