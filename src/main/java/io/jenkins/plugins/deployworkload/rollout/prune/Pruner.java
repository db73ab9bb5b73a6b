package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.apply.Deleter;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.SupersededException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds the objects that this plugin has applied for the workload, and deletes them. The name label and the field
 * manager identify these objects. A deletion fails if the object has changed since it was read. PersistentVolumeClaims
 * are never deleted, because they hold data.
 */
public final class Pruner {

    private final Connection connection;
    private final String namespace;
    private final String workload;
    private final Deleter deleter;

    public Pruner(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
        this.deleter = new Deleter(connection, namespace);
    }

    /**
     * The result of a deletion.
     *
     * @param remaining the objects that are still there, each with the reason
     */
    public record PruneResult(List<ObjectRef> deleted, Map<ObjectRef, String> remaining) {

        /** For example {@code Service web (not allowed …), ConfigMap web (…)}; empty if nothing remains. */
        public String describeRemaining() {
            return remaining.entrySet().stream()
                    .map(entry -> entry.getKey().label() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /** The reason that is reported for a pruned object. */
    public static String prunedReason() {
        return Messages.Pruner_pruned();
    }

    /**
     * @return the objects that exist and that this plugin has applied for the workload; fails with the error of a
     *     request
     */
    public CompletableFuture<List<HasMetadata>> findOwned(Collection<ObjectRef> refs) {
        List<CompletableFuture<HasMetadata>> found = refs.stream()
                .filter(ref -> ResourceKinds.type(ref) != null)
                .map(ref -> deleter.read(ResourceKinds.type(ref), ref.name()))
                .toList();
        return all(found)
                .thenApply(nothing -> found.stream()
                        .map(CompletableFuture::join)
                        .filter(object -> object != null && FieldManagers.isAppliedFor(object, workload))
                        .toList());
    }

    /**
     * Checks that this deploy is still active, then deletes each object if it has not changed since it was read. A
     * deploy that becomes active after the check and writes an object thereby prevents the deletion.
     *
     * @param isActive checks whether this deploy is still the active one
     * @return fails only with {@link SupersededException}
     */
    public CompletableFuture<PruneResult> delete(
            List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> isActive) {
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(new PruneResult(List.of(), Map.of()));
        }
        return ifStillActive(
                        isActive,
                        () -> deleteEach(
                                objects,
                                (object, policy) -> deleter.deleteIfUnchanged(
                                        object, policy, found -> isStillOwned(found, isActive))))
                .exceptionallyCompose(problem -> ApiErrors.isSuperseded(problem)
                        ? CompletableFuture.failedFuture(problem)
                        : deleteEach(objects, (object, policy) -> CompletableFuture.failedFuture(problem)));
    }

    private static <T> CompletableFuture<T> ifStillActive(
            Supplier<CompletableFuture<Boolean>> isActive, Supplier<CompletableFuture<T>> next) {
        return isActive.get()
                .thenCompose(active -> active ? next.get() : CompletableFuture.failedFuture(new SupersededException()));
    }

    private CompletableFuture<Boolean> isStillOwned(HasMetadata found, Supplier<CompletableFuture<Boolean>> isActive) {
        return FieldManagers.isAppliedFor(found, workload)
                ? ifStillActive(isActive, () -> CompletableFuture.completedFuture(true))
                : CompletableFuture.completedFuture(false);
    }

    /**
     * Deletes the objects as {@link #delete} does, and waits until they are gone. The caller knows that this deploy has
     * been active since the objects were read, so the check runs only after a conflict.
     *
     * @param onAccepted receives each object whose deletion the API server has accepted
     */
    public CompletableFuture<PruneResult> deleteAndAwait(
            List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> isActive, Consumer<ObjectRef> onAccepted) {
        return deleteEach(
                objects,
                (object, policy) -> deleter.deleteAndAwait(
                        object,
                        policy,
                        found -> ifStillActive(isActive, () -> CompletableFuture.completedFuture(true)),
                        () -> onAccepted.accept(ObjectRef.of(object, namespace))));
    }

    CompletableFuture<Void> deletePod(Pod pod) {
        return deleter.delete(pod, Deleter.PropagationPolicy.Background);
    }

    public void stop() {
        deleter.stop();
    }

    private CompletableFuture<PruneResult> deleteEach(
            List<HasMetadata> objects,
            BiFunction<HasMetadata, Deleter.PropagationPolicy, CompletableFuture<Void>> deleteOne) {
        Map<ObjectRef, CompletableFuture<String>> all = new LinkedHashMap<>();
        objects.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, namespace);
            if (!ResourceKinds.holdsData(ref)) {
                all.put(
                        ref,
                        deleteOne
                                .apply(object, Deleter.PropagationPolicy.Background)
                                .handle((nothing, problem) -> reason(problem))
                                .thenCompose(reason -> reason));
            }
        });
        return all(all.values()).thenApply(nothing -> {
            List<ObjectRef> deleted = new ArrayList<>();
            Map<ObjectRef, String> remaining = new LinkedHashMap<>();
            all.forEach((ref, reason) -> {
                if (reason.join().isEmpty()) {
                    deleted.add(ref);
                } else {
                    remaining.put(ref, reason.join());
                }
            });
            return new PruneResult(deleted, remaining);
        });
    }

    private CompletableFuture<String> reason(Throwable problem) {
        if (ApiErrors.isSuperseded(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.completedFuture(problem == null ? "" : describe(problem));
    }

    private String describe(Throwable problem) {
        return connection.failure(problem).message();
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
