package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

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

    /** @return those that are there and ours; never fails */
    CompletableFuture<List<HasMetadata>> ours(Collection<ObjectRef> refs) {
        List<CompletableFuture<HasMetadata>> found = refs.stream()
                .filter(ref -> Kinds.type(ref) != null)
                .map(this::read)
                .toList();
        return all(found)
                .thenApply(nothing -> found.stream()
                        .map(CompletableFuture::join)
                        .filter(object -> object != null && isOurs(object))
                        .toList());
    }

    /** @return those of the objects that could be deleted; never fails */
    CompletableFuture<List<ObjectRef>> delete(List<HasMetadata> objects) {
        return each(objects, removal::delete);
    }

    /** As {@link #delete}, and waits until they are gone. */
    CompletableFuture<List<ObjectRef>> deleteAndAwait(List<HasMetadata> objects) {
        return each(objects, removal::deleteAndAwait);
    }

    CompletableFuture<Void> deletePod(Pod pod) {
        return removal.delete(pod, Removal.Dependents.Background);
    }

    void stop() {
        removal.stop();
    }

    private CompletableFuture<List<ObjectRef>> each(
            List<HasMetadata> objects, BiFunction<HasMetadata, Removal.Dependents, CompletableFuture<Void>> deletion) {
        List<ObjectRef> deleted = new ArrayList<>();
        List<CompletableFuture<Void>> all = objects.stream()
                .filter(object -> !Kinds.holdsData(ObjectRef.of(object, namespace)))
                .map(object -> deletion.apply(object, Removal.Dependents.Background)
                        .<Void>handle((nothing, problem) -> {
                            if (problem == null) {
                                synchronized (deleted) {
                                    deleted.add(ObjectRef.of(object, namespace));
                                }
                            }
                            return null;
                        }))
                .toList();
        return all(all).thenApply(nothing -> {
            synchronized (deleted) {
                return List.copyOf(deleted);
            }
        });
    }

    private CompletableFuture<HasMetadata> read(ObjectRef ref) {
        ResourceType<? extends HasMetadata> type = Kinds.type(ref);
        return connection
                .requests()
                .send(ApiRequest.get(type.path(namespace, ref.name()), Map.of()), type.type())
                .<HasMetadata>thenApply(answer -> answer.object())
                .exceptionally(problem -> null);
    }

    private boolean isOurs(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null
                && workload.equals(labels.get(Rollout.NAME_LABEL))
                && object.getMetadata().getManagedFields().stream()
                        .anyMatch(entry -> Applier.FIELD_MANAGER.equals(entry.getManager())
                                && "Apply".equals(entry.getOperation()));
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
