package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies objects on the server's side: as one manager of fields, by force only when asked, and with fields that the server
 * does not know refused.
 */
final class Applier {

    /** Who the product is among the managers of an object's fields. */
    static final String FIELD_MANAGER = "deploy-workload";

    /** Told about each answer, on any thread. */
    interface Sink {

        void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);

        /**
         * The server has taken the deletion of an object that is to be made again, or, in a dry run, would take it.
         *
         * @param fields which cannot be changed; empty for what is made again each time
         */
        void replacing(ObjectRef ref, Set<String> fields);

        /** It is made again once the other of its name is gone, whose deletion somebody else has asked for. */
        void awaiting(ObjectRef ref, HasMetadata other);
    }

    /** Another deploy of the workload has taken over. */
    static final class Superseded extends IllegalStateException {
        private static final long serialVersionUID = 1;
    }

    /**
     * What all objects of a rollout have in common.
     *
     * @param ours asks whether the workload is still this deploy's; gives {@code null} where that is not known
     */
    record Frame(
            Connection connection,
            String namespace,
            RolloutOptions options,
            Supplier<Supplier<CompletableFuture<Boolean>>> ours) {}

    /** After so much time for one stage it is asked again whether the workload is still this deploy's. */
    private static final Duration LONG = Duration.ofSeconds(2);

    /** How far the clock of the API server may be behind this one's. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Frame frame;
    private final Removal removal;
    private final Instant begun = Instant.now();
    private volatile boolean stopped;

    Applier(Frame frame) {
        this.frame = frame;
        this.removal = new Removal(frame.connection(), frame.namespace());
    }

    /** What is there now, as far as this account may read it. Fails with what was thrown. */
    CompletableFuture<Before> read(HasMetadata object) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String path = type.path(frame.namespace(), object.getMetadata().getName());
        return frame.connection()
                .requests()
                .send(ApiRequest.get(path, Map.of()), type.type())
                .thenApply(answer -> Before.read(answer.object()))
                .exceptionallyCompose(problem -> {
                    if (Refusals.hasCode(problem, 404)) {
                        return CompletableFuture.completedFuture(Before.ABSENT);
                    }
                    return Refusals.hasCode(problem, 403)
                            ? CompletableFuture.completedFuture(Before.UNKNOWN)
                            : CompletableFuture.failedFuture(problem);
                });
    }

    /** An object that was sent; done, always normally, when the answer is told. */
    private record Sent(HasMetadata object, CompletableFuture<Void> done) {}

    private static CompletableFuture<Void> all(List<Sent> sent) {
        return CompletableFuture.allOf(sent.stream().map(Sent::done).toArray(CompletableFuture[]::new));
    }

    /**
     * Applies stage after stage, the objects of a stage at the same time. A stage begins when all that it {@link
     * Kinds#awaits awaits} is there; after a refusal, or {@link #stop}, none is begun.
     *
     * @param before gives what each object is applied over
     * @return completes, always normally, when nothing is under way any more
     */
    CompletableFuture<Void> apply(List<List<HasMetadata>> stages, Function<ObjectRef, Before> before, Sink sink) {
        return apply(stages, List.of(), before, sink);
    }

    /** @param earlier those of the stages before */
    private CompletableFuture<Void> apply(
            List<List<HasMetadata>> stages, List<Sent> earlier, Function<ObjectRef, Before> before, Sink sink) {
        if (stages.isEmpty() || stopped) {
            return all(earlier);
        }
        long start = System.nanoTime();
        List<Sent> sent = new ArrayList<>(earlier);
        for (HasMetadata object : stages.getFirst()) {
            sent.add(new Sent(object, apply(object, HandOver.isDue(object, stages), before, sink)));
        }
        List<List<HasMetadata>> later = stages.subList(1, stages.size());
        List<Sent> awaited = sent.stream()
                .filter(one -> later.isEmpty()
                        || later.getFirst().stream().anyMatch(object -> Kinds.awaits(object, one.object())))
                .toList();
        return all(awaited)
                .thenCompose(done -> mayGoOn(later, System.nanoTime() - start, sink))
                .thenCompose(done -> apply(later, sent, before, sink));
    }

    private CompletableFuture<Void> apply(
            HasMetadata object, boolean autoscaled, Function<ObjectRef, Before> before, Sink sink) {
        ObjectRef ref = ObjectRef.of(object, frame.namespace());
        return apply(object, autoscaled, before.apply(ref), sink).handle((answer, problem) -> {
            if (problem == null) {
                sink.applied(ref, answer);
            } else {
                refused(ref, problem, sink);
            }
            return null;
        });
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> apply(
            HasMetadata object, boolean autoscaled, Before before, Sink sink) {
        ObjectRef ref = ObjectRef.of(object, frame.namespace());
        return frame.options().dryRun()
                ? new DryApply(frame, object, autoscaled, fields -> sink.replacing(ref, fields)).run(before)
                : new ObjectApply(this, frame, object, autoscaled, sink).run(before);
    }

    /**
     * Asks where it is in doubt.
     *
     * @param nanos how long what the next stage has awaited took
     */
    private CompletableFuture<Void> mayGoOn(List<List<HasMetadata>> stages, long nanos, Sink sink) {
        if (stages.isEmpty() || stopped || nanos < LONG.toNanos()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.<Void>ifStillOurs(() -> CompletableFuture.completedFuture(null))
                .exceptionally(problem -> {
                    refused(ObjectRef.of(stages.getFirst().getFirst(), frame.namespace()), problem, sink);
                    return null;
                });
    }

    private void refused(ObjectRef ref, Throwable problem, Sink sink) {
        boolean wasStopped = stopped;
        stop();
        if (!wasStopped || !Refusals.isCancelled(problem)) {
            sink.refused(ref, problem);
        }
    }

    /** Goes on if the workload is still this deploy's; else fails with {@link Superseded}. */
    <T> CompletableFuture<T> ifStillOurs(Supplier<CompletableFuture<T>> next) {
        Supplier<CompletableFuture<Boolean>> question = frame.ours().get();
        return question == null
                ? next.get()
                : question.get()
                        .thenCompose(yes -> yes ? next.get() : CompletableFuture.failedFuture(new Superseded()));
    }

    /**
     * Whether this rollout has made an object that it knows not to have been there, but was not told so: the connection broke
     * before the answer.
     *
     * @param found {@code null} for none
     */
    boolean hasMade(HasMetadata found) {
        return found != null
                && Ours.applied(found)
                && Instant.parse(found.getMetadata().getCreationTimestamp()).isAfter(begun.minus(SKEW));
    }

    /** As {@link ObjectRequests#prove}. */
    CompletableFuture<Void> prove(HasMetadata object) {
        return new ObjectRequests(frame, object).prove();
    }

    /**
     * Asks whether the object would be taken as it is described, where no autoscaler is to have its replicas. Unlike {@link
     * #prove} it is applied over what is there: who may only change it is not to be asked whether it could be made.
     *
     * @return fails with what the server says against it
     */
    CompletableFuture<Void> wouldTake(HasMetadata object) {
        Frame asking =
                new Frame(frame.connection(), frame.namespace(), frame.options().withDryRun(true), frame.ours());
        return read(object)
                .thenCompose(before -> new DryApply(asking, object, false, fields -> {}).run(before))
                .<Void>thenApply(answer -> null)
                .exceptionallyCompose(problem -> Refusals.isTransient(problem) || Refusals.isOfDryRun(problem)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /** Begins nothing more; what is under way is waited for. */
    void stop() {
        stopped = true;
        removal.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    Removal removal() {
        return removal;
    }
}
