package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.apply.Deleter;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the objects that this plugin has applied for the workload, and deletes them. {@link Ownership} identifies
 * these objects. A deletion fails if the object has changed since it was read. Claims, namespaces and
 * definitions are not deleted, because they hold data, unless the caller names their kinds.
 */
public final class Pruner {

    private static final String HELM_POLICY = "helm.sh/resource-policy";

    private static final String ARGO_OPTIONS = "argocd.argoproj.io/sync-options";

    private final Connection connection;
    private final Ownership ownership;
    private final ResourceTypes types;
    private final Deleter deleter;
    private final Function<String, Optional<String>> namespaceRefusal;

    /** @param namespaceRefusal why objects in another namespace than the home namespace may not be deleted; asked before each */
    public Pruner(
            Connection connection,
            Ownership ownership,
            ResourceTypes types,
            Function<String, Optional<String>> namespaceRefusal) {
        this.connection = connection;
        this.ownership = ownership;
        this.types = types;
        this.namespaceRefusal = namespaceRefusal;
        this.deleter = new Deleter(connection, ownership.namespace(), types);
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
     * @return the objects that exist and that this plugin has applied for the workload
     * @throws RuntimeException the error of a request
     */
    public List<HasMetadata> findOwned(Collection<ObjectRef> refs) {
        return VirtualThreads.forEach(refs, this::read).stream()
                .filter(object -> object != null && ownership.owns(object))
                .toList();
    }

    /** Returns {@code null} if the object is absent. Objects of a kind that is no longer served are absent. */
    private HasMetadata read(ObjectRef ref) {
        return types.find(ref).map(type -> deleter.read(type, ref)).orElse(null);
    }

    /**
     * Whether an annotation of the live object forbids to prune it. A rollback, and the deletion of what a failed deploy has
     * created, do not ask it.
     *
     * @see <a href="https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource">Helm</a>
     * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources">Argo CD</a>
     */
    public static boolean isKept(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null
                && ("keep".equals(annotations.getOrDefault(HELM_POLICY, "").trim())
                        || Arrays.stream(annotations
                                        .getOrDefault(ARGO_OPTIONS, "")
                                        .split(","))
                                .anyMatch(option -> option.trim().equals("Prune=false")));
    }

    /**
     * Checks that this deploy is still active, then deletes each object if it has not changed since it was read. A
     * deploy that becomes active after the check and writes an object thereby prevents the deletion.
     *
     * @param fence tells whether this deploy is still the active one
     * @throws SupersededException if another deploy is active; other errors are in the result
     */
    public PruneResult delete(List<HasMetadata> objects, Fence fence) {
        return prune(withoutData(objects), fence);
    }

    /** Like {@link #delete}, also for objects that hold data. */
    public PruneResult prune(List<HasMetadata> objects, Fence fence) {
        if (objects.isEmpty()) {
            return new PruneResult(List.of(), Map.of());
        }
        try {
            fence.check();
        } catch (SupersededException e) {
            throw e;
        } catch (RuntimeException problem) {
            return deleteEach(objects, object -> {
                throw problem;
            });
        }
        return deleteEach(
                objects,
                object -> deleter.deleteIfUnchanged(
                        object,
                        Deleter.PropagationPolicy.Background,
                        ownership::owns,
                        () -> requireDeletable(object, fence)));
    }

    /**
     * Asks again, because time has passed since the first attempt to delete the object.
     *
     * @throws SupersededException if another deploy is active
     * @throws NotAllowedException if the policy does not allow the deletion any more
     */
    private void requireDeletable(HasMetadata object, Fence fence) {
        fence.check();
        namespaceRefusal(ObjectRef.of(object, ownership.namespace())).ifPresent(reason -> {
            throw new NotAllowedException(reason);
        });
    }

    private Optional<String> namespaceRefusal(ObjectRef ref) {
        return ref.outsideHome() ? namespaceRefusal.apply(ref.namespace()) : Optional.empty();
    }

    /**
     * Deletes the objects as {@link #delete} does, and waits until they are gone. The caller knows that this deploy has
     * been active since the objects were read, so the check runs only after a conflict.
     *
     * @param onAccepted receives each object whose deletion the API server has accepted
     * @throws SupersededException if another deploy is active; other errors are in the result
     */
    public PruneResult deleteAndAwait(List<HasMetadata> objects, Fence fence, Consumer<ObjectRef> onAccepted) {
        return deleteEach(
                withoutData(objects),
                object -> deleter.deleteAndAwait(
                        object,
                        Deleter.PropagationPolicy.Background,
                        () -> requireDeletable(object, fence),
                        () -> onAccepted.accept(ObjectRef.of(object, ownership.namespace()))));
    }

    /**
     * Deletes the objects of an application, and waits until they are gone: the controllers of pods with their pods.
     *
     * @param onAccepted receives each object whose deletion the API server has accepted
     * @throws SupersededException if another deploy is active; other errors are in the result
     */
    public PruneResult remove(List<HasMetadata> objects, Fence fence, Consumer<ObjectRef> onAccepted) {
        if (objects.isEmpty()) {
            return new PruneResult(List.of(), Map.of());
        }
        fence.check();
        return deleteEach(objects, object -> {
            ObjectRef ref = ObjectRef.of(object, ownership.namespace());
            deleter.deleteAndAwaitShared(
                    object,
                    ResourceKinds.createsPods(ref)
                            ? Deleter.PropagationPolicy.Foreground
                            : Deleter.PropagationPolicy.Background,
                    ownership::owns,
                    () -> requireDeletable(object, fence),
                    () -> onAccepted.accept(ref));
        });
    }

    /** @param requireWritable throws an exception if the pod may not be deleted any more */
    void deletePod(Pod pod, Runnable requireWritable) {
        deleter.delete(pod, Deleter.PropagationPolicy.Background, requireWritable);
    }

    public void stop() {
        deleter.stop();
    }

    private List<HasMetadata> withoutData(List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> !ResourceKinds.holdsData(ObjectRef.of(object, ownership.namespace())))
                .toList();
    }

    private PruneResult deleteEach(List<HasMetadata> objects, Consumer<HasMetadata> deleteOne) {
        List<String> reasons = VirtualThreads.forEach(objects, object -> deleteOrDescribe(object, deleteOne));
        List<ObjectRef> deleted = new ArrayList<>();
        Map<ObjectRef, String> remaining = new LinkedHashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            ObjectRef ref = ObjectRef.of(objects.get(i), ownership.namespace());
            if (reasons.get(i).isEmpty()) {
                deleted.add(ref);
            } else {
                remaining.put(ref, reasons.get(i));
            }
        }
        return new PruneResult(deleted, remaining);
    }

    /** @return why the object was not deleted; empty if it was deleted */
    private String deleteOrDescribe(HasMetadata object, Consumer<HasMetadata> deleteOne) {
        ObjectRef ref = ObjectRef.of(object, ownership.namespace());
        Optional<String> refusal = namespaceRefusal(ref);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            deleteOne.accept(object);
            return "";
        } catch (SupersededException | CancellationException e) {
            throw e;
        } catch (NotAllowedException e) {
            return e.getMessage();
        } catch (RuntimeException problem) {
            return connection.failure(problem).message();
        }
    }
}
