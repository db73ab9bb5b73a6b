package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a rollout: its parameters, and the state of each object. Only the thread of the rollout
 * uses this class.
 */
public final class RolloutState {

    private final RolloutParameters parameters;
    private final Map<ObjectRef, TrackedObject<?>> objects = new LinkedHashMap<>();
    private final Set<ObjectRef> deleted = new LinkedHashSet<>();
    private final Set<ObjectRef> awaitingDeletion = new LinkedHashSet<>();
    private final Set<String> blockers = new LinkedHashSet<>();
    private final ReportCounter reports = new ReportCounter(System::nanoTime);
    private final boolean interrupted;
    private final Set<String> absentBefore;
    private boolean mutated;
    private String unresolved;

    /** The state of a rollout that has not applied anything yet. */
    public RolloutState(RolloutParameters parameters, List<HasMetadata> toApply) {
        this.parameters = parameters;
        this.interrupted = false;
        this.absentBefore = Set.of();
        track(toApply, ref -> Optional.empty());
    }

    private void track(List<HasMetadata> toApply, Function<ObjectRef, Optional<ServedKind>> customKinds) {
        toApply.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, parameters.namespace());
            objects.put(
                    ref, TrackedObject.of(ref, StatusReaders.of(object, customKinds.apply(ref), parameters.options())));
        });
    }

    /** Starts with objects whose types are resolved. Nothing must be applied yet. */
    public void resolve(List<HasMetadata> toApply, ResourceTypes types) {
        objects.clear();
        track(toApply, types::custom);
    }

    /**
     * Finds the kinds of the objects that another process has applied. Nothing must be watched yet.
     *
     * @param toApply the objects of the rollout; may be empty if all objects are applied
     */
    public void resolve(RolloutCheckpoint checkpoint, List<HasMetadata> toApply, ResourceTypes types) {
        objects.clear();
        unresolved = null;
        track(toApply, types::custom);
        track(checkpoint, types::custom);
    }

    /** Records why the kinds of the objects are not known after a restart. Then their status is not known either. */
    public void unresolved(String reason) {
        unresolved = reason;
    }

    /** Why the kinds of the objects are not known after a restart; {@code null} if they are known. */
    String unresolved() {
        return unresolved;
    }

    /**
     * The state of a rollout that another process has started.
     *
     * @param toApply the objects of the rollout; may be empty if all objects were applied at the time of the checkpoint
     */
    public RolloutState(RolloutCheckpoint checkpoint, List<HasMetadata> toApply) {
        this.parameters = new RolloutParameters(
                checkpoint.namespace(),
                checkpoint.workload(),
                checkpoint.startedAt(),
                checkpoint.deadline(),
                checkpoint.options(),
                Objects.requireNonNullElse(checkpoint.deployer(), Deployer.NOBODY),
                checkpoint.redeploy());
        this.interrupted = !checkpoint.allApplied() && toApply.isEmpty();
        this.absentBefore = checkpoint.absent() == null ? Set.of() : Set.copyOf(checkpoint.absent());
        // The process may have changed the cluster after the checkpoint.
        this.mutated = !checkpoint.allApplied();
        track(toApply, ref -> Optional.empty());
        track(checkpoint, ref -> Optional.empty());
    }

    private void track(RolloutCheckpoint checkpoint, Function<ObjectRef, Optional<ServedKind>> customKinds) {
        checkpoint.objects().forEach(saved -> {
            TrackedObject<?> object =
                    TrackedObject.of(saved, customKinds.apply(saved.object().ref()));
            objects.put(object.ref(), object);
        });
    }

    public RolloutParameters parameters() {
        return parameters;
    }

    ReportCounter reports() {
        return reports;
    }

    /** Returns the state of an object; {@code null} if the object is not part of this rollout. */
    public TrackedObject<?> get(ObjectRef ref) {
        return objects.get(ref);
    }

    /** The objects that the rollout waits for. */
    Collection<TrackedObject<?>> watched() {
        return objects.values().stream().filter(object -> object.kind() != null).toList();
    }

    /** All objects of the rollout. */
    public Collection<TrackedObject<?>> all() {
        return List.copyOf(objects.values());
    }

    /** Accepted objects whose state is unknown after a restart, although the rollout ends with notes on their kind. */
    Collection<TrackedObject<?>> acceptedButUnread() {
        return objects.values().stream()
                .filter(object -> object.kind() == null && object.accepted() == null)
                .filter(object -> ResourceKinds.hasHealthNotes(object.ref()))
                .toList();
    }

    public TrackedObject<?> recordApplied(ObjectRef ref, ApiResponse<? extends HasMetadata> response) {
        TrackedObject<?> object = objects.get(ref);
        object.recordApplied(response, absentBefore.contains(ref.label()));
        return object;
    }

    /** The applied objects, in the order of the request. */
    public List<AppliedObject> applied() {
        return objects.values().stream()
                .map(TrackedObject::applied)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the rollout changed the cluster, or may have changed the cluster before a restart. */
    public boolean anyChanged() {
        return interrupted
                || !deleted.isEmpty()
                || applied().stream().anyMatch(object -> object.operation() != AppliedObject.Operation.UNCHANGED);
    }

    /**
     * Records that the rollout may have changed the cluster in a way that the applied and deleted objects do not show.
     */
    public void markMutated() {
        mutated = true;
    }

    /** Whether the rollout certainly did not change the cluster. */
    public boolean isUntouched() {
        return !mutated && !anyChanged();
    }

    public boolean allApplied() {
        return !interrupted && objects.values().stream().allMatch(object -> object.applied() != null);
    }

    /** The result of {@link #appliedNames}, or the word "nothing" if no object is applied. */
    public String appliedOrNothing() {
        return applied().isEmpty() ? Messages.RolloutState_nothing() : appliedNames();
    }

    /** The applied objects as text, such as {@code Service web, Deployment web}; empty if no object is applied. */
    public String appliedNames() {
        return applied().stream().map(object -> object.ref().label()).collect(Collectors.joining(", "));
    }

    /**
     * Records an object that the rollout deletes. The reason is that the object is replaced, that the workload has
     * another kind of controller now, or that an autoscaler must no longer set the replicas.
     */
    public void markDeleted(ObjectRef ref) {
        deleted.add(ref);
    }

    /**
     * Records an object whose deletion another client has requested. When the object no longer exists, the rollout
     * creates it again.
     */
    public void markAwaitingDeletion(ObjectRef ref) {
        awaitingDeletion.add(ref);
    }

    /**
     * The objects that are deleted or being deleted and are not created again, as text such as {@code Service web}. The
     * text is empty if there are no such objects.
     */
    public String deletedNotRecreated() {
        return Stream.concat(deleted.stream(), awaitingDeletion.stream())
                .distinct()
                .filter(ref -> objects.containsKey(ref) ? objects.get(ref).applied() == null : !allApplied())
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
    }

    /** Records a reason for a delay of the rollout that the status of the objects does not show. */
    public void addBlocker(String sentence) {
        blockers.add(sentence);
    }

    /** The recorded reasons, as sentences; empty if there are none. */
    public String blockers() {
        return Sentences.join(blockers);
    }

    /** The current status of all objects, for the message of a rollout that ends early. */
    public String describe() {
        String notRecreated = deletedNotRecreated();
        return notRecreated.isEmpty()
                ? describeApplied()
                : Messages.RolloutState_deletedNotRecreated(describeApplied(), notRecreated);
    }

    private String describeApplied() {
        if (allApplied() && watched().stream().allMatch(TrackedObject::isKnown)) {
            return watched().stream()
                    .map(object -> object.ref().label() + ": " + object.status().message())
                    .collect(Collectors.joining("; "));
        }
        if (allApplied()) {
            return Messages.RolloutState_statusUnknown(appliedNames());
        }
        return applied().isEmpty()
                ? Messages.RolloutState_nothingApplied()
                : Messages.RolloutState_onlyApplied(appliedNames());
    }

    public RolloutCheckpoint checkpoint(String revision) {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                parameters.namespace(),
                parameters.workload(),
                allApplied(),
                objects.values().stream()
                        .filter(object -> object.applied() != null)
                        .map(TrackedObject::checkpoint)
                        .toList(),
                parameters.startedAt(),
                parameters.deadline(),
                parameters.options(),
                revision,
                parameters.deployer(),
                null,
                objects.values().stream()
                        .filter(object -> object.applied() == null)
                        .filter(object -> object.liveState().equals(LiveState.ABSENT)
                                || absentBefore.contains(object.ref().label()))
                        .map(object -> object.ref().label())
                        .toList(),
                parameters.redeploy());
    }
}
