package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Applies objects with server-side apply, under one field manager and with strict field validation. If {@code
 * forceConflicts} is set, the applies are forced.
 */
public final class Applier {

    /** Receives the answer for each object, on any thread. */
    public interface Listener {

        void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);

        /**
         * An object is being replaced: the API server has accepted its deletion, and the object will be created again.
         *
         * @param fields the immutable fields that make the replacement necessary; empty for an object that is replaced
         *     on every deploy, such as a Job
         */
        void replacing(ObjectRef ref, Set<String> fields);

        /**
         * An older object of the same name is still being deleted. The object will be created when the older object is
         * gone.
         *
         * @param terminating the older object
         */
        void awaitingDeletion(ObjectRef ref, HasMetadata terminating);
    }

    /** Asks the policy of the rollout, whose rules may have changed since the rollout began. Called on any thread. */
    public interface WritePolicy {

        /** @throws NotAllowedException if the policy does not allow to write this object now */
        void require(HasMetadata object);

        /**
         * @param merged the object with the fields of other clients, which the apply would keep
         * @throws NotAllowedException if the policy does not allow the result of the apply
         */
        void requireMerged(HasMetadata merged);
    }

    /**
     * The settings that the tasks of a rollout share.
     *
     * @param ownership the application that owns the objects
     * @param fence tells whether this deploy is still the active one
     * @param policy decides about each write
     * @param annotations supplies this plugin's annotations for the objects that the rollout changes
     * @param startedAt when the rollout started, by the local clock; before a restart of the process, if there was one
     * @param types the resource types of all objects
     */
    public record ApplyContext(
            Connection connection,
            Ownership ownership,
            RolloutOptions options,
            Fence fence,
            WritePolicy policy,
            Supplier<Map<String, String>> annotations,
            Instant startedAt,
            ResourceTypes types) {

        String namespace() {
            return ownership.namespace();
        }

        /** The same settings for requests that only ask the API server what it would do. */
        ApplyContext forDryRun() {
            return new ApplyContext(
                    connection, ownership, options.withDryRun(true), fence, policy, Map::of, startedAt, types);
        }
    }

    /**
     * If a wave took longer than this, the next wave begins with a check whether this deploy is still the active one.
     */
    private static final Duration RECHECK_AFTER = Duration.ofSeconds(2);

    /** How far the clock of the API server may be behind the local clock. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

    private final ApplyContext context;
    private final Deleter deleter;
    private volatile boolean stopped;
    private volatile boolean aborted;

    public Applier(ApplyContext context) {
        this.context = context;
        this.deleter = new Deleter(context.connection(), context.namespace(), context.types());
    }

    /** See {@link ResourceClient#read}. */
    public LiveState readLiveState(HasMetadata object) {
        return new ResourceClient(context, object).read();
    }

    /** See {@link LiveStateList#read}. */
    public List<LiveState> readLiveStates(List<HasMetadata> objects, Predicate<HasMetadata> isOwned) {
        return new LiveStateList(context).read(objects, isOwned);
    }

    /** An object whose apply was sent. {@code done} completes when the listener has received the answer. */
    private record PendingApply(HasMetadata object, CompletableFuture<Void> done) {}

    /**
     * Applies wave after wave, and the objects of a wave in parallel. A wave begins when all objects of earlier waves
     * that the wave {@link ResourceKinds#dependsOn depends on} are applied. After a refusal or {@link #stop}, no
     * further wave begins. Returns when no request is in flight any more.
     *
     * @param liveStates returns the live state that the apply of an object starts from
     */
    public void apply(List<List<HasMetadata>> waves, Function<HasMetadata, LiveState> liveStates, Listener listener) {
        List<PendingApply> sent = new ArrayList<>();
        for (int i = 0; i < waves.size() && !stopped; i++) {
            long start = System.nanoTime();
            for (HasMetadata object : waves.get(i)) {
                boolean autoscaled = AutoscalerTakeover.isAutoscaled(object, waves, context.namespace());
                sent.add(new PendingApply(
                        object, VirtualThreads.run(() -> apply(object, autoscaled, liveStates, listener))));
            }
            List<HasMetadata> next = i + 1 < waves.size() ? waves.get(i + 1) : List.of();
            await(sent.stream()
                    .filter(pending ->
                            next.stream().anyMatch(object -> ResourceKinds.dependsOn(object, pending.object())))
                    .toList());
            if (!next.isEmpty() && !stopped && System.nanoTime() - start >= RECHECK_AFTER.toNanos()) {
                checkFence(next.getFirst(), listener);
            }
        }
        await(sent);
    }

    private static void await(List<PendingApply> sent) {
        VirtualThreads.awaitAll(sent.stream().map(PendingApply::done).toList());
    }

    private void apply(
            HasMetadata object, boolean autoscaled, Function<HasMetadata, LiveState> liveStates, Listener listener) {
        ObjectRef ref = ObjectRef.of(object, context.namespace());
        try {
            LiveState live = liveStates.apply(object);
            listener.applied(ref, new ApplyTask(this, context, object, autoscaled, listener).run(live));
        } catch (Throwable problem) {
            // An Error, such as NoClassDefFoundError, must end the rollout too.
            refused(ref, problem, listener);
        }
    }

    /**
     * Checks whether this deploy is still the active one, because the earlier waves took long.
     *
     * @param next an object of the next wave, which is refused if this deploy is not active
     */
    private void checkFence(HasMetadata next, Listener listener) {
        try {
            context.fence().check();
        } catch (RuntimeException problem) {
            refused(ObjectRef.of(next, context.namespace()), problem, listener);
        }
    }

    private void refused(ObjectRef ref, Throwable problem, Listener listener) {
        boolean wasStopped = stopped;
        stop();
        if (!wasStopped || !ApiErrors.isCancelled(problem)) {
            listener.refused(ref, problem);
        }
    }

    /**
     * Whether this rollout has created the object. The rollout does not know this if the connection broke before the
     * answer to the apply.
     *
     * @param found the object as it is now; {@code null} if it is absent
     */
    boolean hasCreated(HasMetadata found) {
        return found != null
                && FieldManagers.isAppliedByUs(found)
                && Instant.parse(found.getMetadata().getCreationTimestamp())
                        .isAfter(context.startedAt().minus(MAX_CLOCK_SKEW));
    }

    /** Sends no further object; requests in flight are awaited. */
    public void stop() {
        stopped = true;
        deleter.stop();
    }

    /** Like {@link #stop}, and objects of the current wave whose apply has not been sent yet are not applied either. */
    public void abort() {
        aborted = true;
        stop();
    }

    /** @throws CancellationException after {@link #abort} */
    void throwIfAborted() {
        if (aborted) {
            throw new CancellationException();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    Deleter deleter() {
        return deleter;
    }
}
