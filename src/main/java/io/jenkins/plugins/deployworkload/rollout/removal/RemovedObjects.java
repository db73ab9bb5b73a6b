package io.jenkins.plugins.deployworkload.rollout.removal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.watch.FinalStatusCheck;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Which objects of an application a removal keeps and deletes. Reports each to the listener. */
final class RemovedObjects {

    private static final Logger LOGGER = Logger.getLogger(RemovedObjects.class.getName());

    private final RolloutParameters parameters;
    private final RolloutListener listener;
    private final boolean isResumed;
    private final Set<ObjectRef> kept = new LinkedHashSet<>();
    private final Set<ObjectRef> announced = new HashSet<>();

    /** Filled by the threads of the deletions. All other methods are called on the thread of the removal. */
    private final Set<ObjectRef> deleted = ConcurrentHashMap.newKeySet();

    private final Map<ObjectRef, String> failed = new LinkedHashMap<>();

    /** Not {@code synchronized}, because a listener can block, which would pin a virtual thread of Java 21. */
    private final ReentrantLock reporting = new ReentrantLock();

    /** @param isResumed whether an earlier process, which may have deleted objects, has started the removal */
    RemovedObjects(RolloutParameters parameters, RolloutListener listener, boolean isResumed) {
        this.parameters = parameters;
        this.listener = listener;
        this.isResumed = isResumed;
    }

    /** Returns the objects to delete, and reports each: those to delete, and those that stay. */
    List<HasMetadata> select(List<HasMetadata> objects) {
        List<HasMetadata> selected = new ArrayList<>();
        for (HasMetadata object : objects) {
            ObjectRef ref = ObjectRef.of(object, parameters.namespace());
            if (Pruner.isKept(object)) {
                keep(ref, Messages.RemovedObjects_keptByAnnotation());
            } else if (parameters.options().mayDelete(ref)) {
                selected.add(object);
            } else {
                keep(ref, Messages.RemovedObjects_keptData(ref.kind()));
            }
        }
        selected.removeIf(this::isKeptForContent);
        // A definition that stays keeps the namespace of the record.
        selected.removeIf(this::isKeptForContent);
        selected.forEach(this::announce);
        return selected;
    }

    /** A deletion of a namespace or a definition deletes the objects in it, and those of the kind, that are kept. */
    private boolean isKeptForContent(HasMetadata object) {
        ObjectRef ref = ObjectRef.of(object, parameters.namespace());
        // The record stays with the objects that stay, and it is in the namespace too.
        boolean isKept = ResourceKinds.isNamespace(ref)
                ? !kept.isEmpty() && ref.name().equals(parameters.namespace())
                        || kept.stream().anyMatch(other -> other.namespace().equals(ref.name()))
                : "CustomResourceDefinition".equals(ref.kind())
                        && kept.stream().anyMatch(other -> ref.name().endsWith("." + group(other)));
        if (isKept) {
            keep(ref, Messages.RemovedObjects_keptContent());
        }
        return isKept;
    }

    private static String group(ObjectRef ref) {
        return ref.apiVersion().replaceFirst("/.*", "");
    }

    private void keep(ObjectRef ref, String reason) {
        if (kept.add(ref)) {
            report(new RolloutEvent.Warning(RolloutEvent.now(), ref, reason));
        }
    }

    private void announce(HasMetadata object) {
        ObjectRef ref = ObjectRef.of(object, parameters.namespace());
        if (announced.add(ref)) {
            report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, Messages.RemovedObjects_toDelete()));
        }
    }

    void warn(String message) {
        report(new RolloutEvent.Warning(RolloutEvent.now(), null, message));
    }

    /** Takes note that the API server has accepted the deletion of an object. */
    void accepted(ObjectRef ref) {
        if (deleted.add(ref)) {
            report(new RolloutEvent.Deleted(RolloutEvent.now(), ref, Messages.RemovedObjects_deleted()));
        }
    }

    /** @param reasons why objects could not be deleted */
    void failed(Map<ObjectRef, String> reasons) {
        failed.putAll(reasons);
    }

    boolean hasFailures() {
        return !failed.isEmpty();
    }

    String describeFailures() {
        return new Pruner.PruneResult(List.of(), failed).describeRemaining();
    }

    List<ObjectRef> kept() {
        return List.copyOf(kept);
    }

    /** Whether this removal has deleted an object, or may have done so before a restart. */
    boolean mayHaveDeleted() {
        return isResumed || !deleted.isEmpty();
    }

    List<ObjectRef> deleted() {
        return deleted.stream().sorted(Comparator.comparing(ObjectRef::label)).toList();
    }

    /** A sentence about what the removal has done. */
    String describe() {
        return kept.isEmpty()
                ? Messages.ApplicationRemoval_removed(deleted.size())
                : Messages.ApplicationRemoval_removedExcept(deleted.size(), labels(kept));
    }

    /** A sentence about what a removal that did not end has deleted. */
    String describeProgress() {
        if (isResumed) {
            return deleted.isEmpty()
                    ? Messages.ApplicationRemoval_nothingDeletedSinceRestart()
                    : Messages.ApplicationRemoval_partlySinceRestart(labels(deleted()));
        }
        return deleted.isEmpty()
                ? Messages.ApplicationRemoval_nothingDeleted()
                : Messages.ApplicationRemoval_partly(labels(deleted()));
    }

    /**
     * The deleted objects whose deletion something delays, with their finalizers; empty if they are not known. Waits for a
     * limited time, because the API server may reject requests for minutes.
     */
    String describeDelayed(Pruner pruner) {
        return VirtualThreads.submit(() -> findDelayed(pruner))
                .completeOnTimeout("", FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private String findDelayed(Pruner pruner) {
        try {
            String delayed = pruner.findOwned(deleted()).stream()
                    .map(object -> ObjectRef.of(object, parameters.namespace()).label() + " ("
                            + String.join(", ", object.getMetadata().getFinalizers()) + ")")
                    .collect(Collectors.joining(", "));
            return delayed.isEmpty() ? "" : Messages.ApplicationRemoval_delayed(delayed);
        } catch (RuntimeException e) {
            return "";
        }
    }

    static String labels(Collection<ObjectRef> refs) {
        return refs.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
    }

    void report(RolloutEvent event) {
        reporting.lock();
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of a removal failed", e);
        } finally {
            reporting.unlock();
        }
    }
}
