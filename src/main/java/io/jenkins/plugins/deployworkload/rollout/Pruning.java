package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.connection.Connection;
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
final class Pruning {

    private final Connection connection;
    private final String namespace;
    private final String workload;
    private final Removal removal;

    Pruning(Connection connection, String namespace, String workload) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
        this.removal = new Removal(connection, namespace);
    }

    /**
     * What came of deleting.
     *
     * @param left what is still there, each with the reason
     */
    record Deletion(List<ObjectRef> deleted, Map<ObjectRef, String> left) {

        /** {@code Service web (not allowed …), ConfigMap web (…)}; empty for none. */
        String whatIsLeft() {
            return left.entrySet().stream()
                    .map(entry -> entry.getKey().label() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /** @return those that are there and ours; fails where that cannot be known */
    CompletableFuture<List<HasMetadata>> ours(Collection<ObjectRef> refs) {
        List<CompletableFuture<HasMetadata>> found = refs.stream()
                .filter(ref -> Kinds.type(ref) != null)
                .map(ref -> removal.read(Kinds.type(ref), ref.name()))
                .toList();
        return all(found)
                .thenApply(nothing -> found.stream()
                        .map(CompletableFuture::join)
                        .filter(object -> object != null && Ours.of(object, workload))
                        .toList());
    }

    /**
     * Deletes them as long as the workload is this deploy's, each only as it was looked at: whoever has the workload after
     * the question has written later than that.
     *
     * @param ours asks whose the workload is
     * @return fails with {@link Applier.Superseded}, and otherwise never
     */
    CompletableFuture<Deletion> delete(List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> ours) {
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(new Deletion(List.of(), Map.of()));
        }
        return ifOurs(
                        ours,
                        () -> each(
                                objects,
                                (object, dependents) ->
                                        removal.deleteAsRead(object, dependents, found -> isStillToGo(found, ours))))
                .exceptionallyCompose(problem -> Refusals.isSuperseded(problem)
                        ? CompletableFuture.failedFuture(problem)
                        : each(objects, (object, dependents) -> CompletableFuture.failedFuture(problem)));
    }

    private static <T> CompletableFuture<T> ifOurs(
            Supplier<CompletableFuture<Boolean>> ours, Supplier<CompletableFuture<T>> next) {
        return ours.get()
                .thenCompose(yes -> yes ? next.get() : CompletableFuture.failedFuture(new Applier.Superseded()));
    }

    private CompletableFuture<Boolean> isStillToGo(HasMetadata found, Supplier<CompletableFuture<Boolean>> ours) {
        return Ours.of(found, workload)
                ? ifOurs(ours, () -> CompletableFuture.completedFuture(true))
                : CompletableFuture.completedFuture(false);
    }

    /**
     * As {@link #delete}, and waits until they are gone. It is for whoever knows that the workload is this deploy's since they
     * were looked at: that is asked only where somebody has written later.
     *
     * @param asked told of each whose deletion the server has taken
     * @return as {@link #delete}
     */
    CompletableFuture<Deletion> deleteAndAwait(
            List<HasMetadata> objects, Supplier<CompletableFuture<Boolean>> ours, Consumer<ObjectRef> asked) {
        return each(
                objects,
                (object, dependents) -> removal.deleteAndAwait(
                        object,
                        dependents,
                        found -> ifOurs(ours, () -> CompletableFuture.completedFuture(true)),
                        () -> asked.accept(ObjectRef.of(object, namespace))));
    }

    CompletableFuture<Void> deletePod(Pod pod) {
        return removal.delete(pod, Removal.Dependents.Background);
    }

    void stop() {
        removal.stop();
    }

    private CompletableFuture<Deletion> each(
            List<HasMetadata> objects, BiFunction<HasMetadata, Removal.Dependents, CompletableFuture<Void>> deletion) {
        Map<ObjectRef, CompletableFuture<String>> all = new LinkedHashMap<>();
        objects.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, namespace);
            if (!Kinds.holdsData(ref)) {
                all.put(
                        ref,
                        deletion.apply(object, Removal.Dependents.Background)
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
            return new Deletion(deleted, left);
        });
    }

    private CompletableFuture<String> reason(Throwable problem) {
        if (Refusals.isSuperseded(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.completedFuture(problem == null ? "" : sentence(problem));
    }

    private String sentence(Throwable problem) {
        return connection.failure(problem).message();
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
