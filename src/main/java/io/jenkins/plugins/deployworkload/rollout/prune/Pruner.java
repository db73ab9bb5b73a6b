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
 * Finds out what of some objects is there and is this product's work for this workload, and deletes it when asked: by the
 * label and by who manages its fields, and each object only as it was looked at. Volume claims are never deleted: whoever
 * does that deletes data.
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
     * What came of deleting.
     *
     * @param remaining what is still there, each with the reason
     */
    public record PruneResult(List<ObjectRef> deleted, Map<ObjectRef, String> remaining) {

        /** {@code Service web (not allowed …), ConfigMap web (…)}; empty for none. */
        public String describeRemaining() {
            return remaining.entrySet().stream()
                    .map(entry -> entry.getKey().label() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /** Why an object is deleted that is no longer described. */
    public static String prunedReason() {
        return Messages.Pruner_pruned();
    }

    /** @return those that are there and ours; fails where that cannot be known */
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
     * Deletes them as long as the workload is this deploy's, each only as it was looked at: whoever has the workload after
     * the question has written later than that.
     *
     * @param ours asks whose the workload is
     * @return fails with {@link SupersededException}, and otherwise never
     */
    public CompletableFuture<PruneResult> delete(List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> ours) {
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(new PruneResult(List.of(), Map.of()));
        }
        return ifStillActive(
                        ours,
                        () -> deleteEach(
                                objects,
                                (object, dependents) -> deleter.deleteIfUnchanged(
                                        object, dependents, found -> isStillOwned(found, ours))))
                .exceptionallyCompose(problem -> ApiErrors.isSuperseded(problem)
                        ? CompletableFuture.failedFuture(problem)
                        : deleteEach(objects, (object, dependents) -> CompletableFuture.failedFuture(problem)));
    }

    private static <T> CompletableFuture<T> ifStillActive(
            Supplier<CompletableFuture<Boolean>> ours, Supplier<CompletableFuture<T>> next) {
        return ours.get()
                .thenCompose(yes -> yes ? next.get() : CompletableFuture.failedFuture(new SupersededException()));
    }

    private CompletableFuture<Boolean> isStillOwned(HasMetadata found, Supplier<CompletableFuture<Boolean>> ours) {
        return FieldManagers.isAppliedFor(found, workload)
                ? ifStillActive(ours, () -> CompletableFuture.completedFuture(true))
                : CompletableFuture.completedFuture(false);
    }

    /**
     * As {@link #delete}, and waits until they are gone. It is for whoever knows that the workload is this deploy's since they
     * were looked at: that is asked only where somebody has written later.
     *
     * @param asked told of each whose deletion the server has taken
     * @return as {@link #delete}
     */
    public CompletableFuture<PruneResult> deleteAndAwait(
            List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> ours, Consumer<ObjectRef> asked) {
        return deleteEach(
                objects,
                (object, dependents) -> deleter.deleteAndAwait(
                        object,
                        dependents,
                        found -> ifStillActive(ours, () -> CompletableFuture.completedFuture(true)),
                        () -> asked.accept(ObjectRef.of(object, namespace))));
    }

    CompletableFuture<Void> deletePod(Pod pod) {
        return deleter.delete(pod, Deleter.PropagationPolicy.Background);
    }

    public void stop() {
        deleter.stop();
    }

    private CompletableFuture<PruneResult> deleteEach(
            List<HasMetadata> objects,
            BiFunction<HasMetadata, Deleter.PropagationPolicy, CompletableFuture<Void>> deletion) {
        Map<ObjectRef, CompletableFuture<String>> all = new LinkedHashMap<>();
        objects.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, namespace);
            if (!ResourceKinds.holdsData(ref)) {
                all.put(
                        ref,
                        deletion.apply(object, Deleter.PropagationPolicy.Background)
                                .handle((nothing, problem) -> reason(problem))
                                .thenCompose(why -> why));
            }
        });
        return all(all.values()).thenApply(nothing -> {
            List<ObjectRef> deleted = new ArrayList<>();
            Map<ObjectRef, String> left = new LinkedHashMap<>();
            all.forEach((ref, why) -> {
                if (why.join().isEmpty()) {
                    deleted.add(ref);
                } else {
                    left.put(ref, why.join());
                }
            });
            return new PruneResult(deleted, left);
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
