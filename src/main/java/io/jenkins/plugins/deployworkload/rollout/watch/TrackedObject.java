package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Version;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.status.ExpectedState;
import io.jenkins.plugins.deployworkload.rollout.status.NotReadyNodes;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The state of one object in a rollout: the applied object and its last known state. Only the thread
 * of the rollout uses this class.
 */
public final class TrackedObject<T extends HasMetadata> {

    private static final String CLIENT_VERSION = Version.clientVersion();

    private final ObjectRef ref;
    private final StatusReaders.WatchedKind<T> kind;
    private LiveState liveState = LiveState.UNKNOWN;
    private T lastSeen;
    private final Set<String> deletedUids = new HashSet<>();
    private final Set<String> replacedUids = new HashSet<>();
    private AppliedObject applied;
    private String specHash;

    /** The version of the client that {@link #specHash} was computed with; {@code null} if it is unknown. */
    private String specHashClient;

    private String staleFailure;
    private String lastMessage;
    private long lastMessageNanos = System.nanoTime();
    private HasMetadata accepted;
    private Function<DaemonSet, NotReadyNodes> notReadyNodes = set -> NotReadyNodes.NONE;
    private boolean settled;
    private String unwatchable;

    private TrackedObject(ObjectRef ref, StatusReaders.WatchedKind<T> kind) {
        this.ref = ref;
        this.kind = kind;
    }

    /** @param kind see {@link #kind} */
    static TrackedObject<?> of(ObjectRef ref, StatusReaders.WatchedKind<?> kind) {
        return kind == null ? new TrackedObject<>(ref, null) : new TrackedObject<>(ref, kind);
    }

    /** @param custom the kind, if it comes from discovery */
    static TrackedObject<?> of(RolloutCheckpoint.ObjectCheckpoint checkpoint, Optional<ServedKind> custom) {
        ObjectRef ref = checkpoint.object().ref();
        // Only an object that the rollout waits for has a hash.
        TrackedObject<?> object = of(ref, checkpoint.specHash() == null ? null : StatusReaders.of(ref, custom));
        object.applied = checkpoint.object();
        object.specHash = checkpoint.specHash();
        object.specHashClient = checkpoint.clientVersion();
        object.staleFailure = checkpoint.staleFailure();
        return object;
    }

    public ObjectRef ref() {
        return ref;
    }

    /** The kind with its status reader; {@code null} for an object that is healthy once accepted. */
    StatusReaders.WatchedKind<T> kind() {
        return kind;
    }

    /** The applied object; {@code null} until the API server has accepted the object. */
    public AppliedObject applied() {
        return applied;
    }

    RolloutCheckpoint.ObjectCheckpoint checkpoint() {
        return new RolloutCheckpoint.ObjectCheckpoint(applied, specHash, specHashClient, staleFailure);
    }

    /** Sets the state in the cluster before the apply. */
    public void liveState(LiveState state) {
        liveState = state;
    }

    public LiveState liveState() {
        return liveState;
    }

    /**
     * The object that the API server accepted. {@code null} after a restart, and for kinds that a rollout waits for.
     */
    HasMetadata accepted() {
        return accepted;
    }

    /**
     * Records the response to the apply. HTTP status 201 means that the object was created. The same resourceVersion as
     * before means that the object is unchanged, because a server-side apply without effect keeps the resourceVersion.
     * If another client changed the object between read and apply, or the account may not read the object, the
     * operation counts as an update.
     *
     * @param wasAbsent whether the object did not exist when another process started this rollout; it counts as created
     */
    void recordApplied(ApiResponse<? extends HasMetadata> response, boolean wasAbsent) {
        HasMetadata object = response.object();
        String resourceVersion = object.getMetadata().getResourceVersion();
        Operation operation = Operation.UPDATED;
        if (response.status() == 201 || wasAbsent) {
            operation = Operation.CREATED;
        } else if (resourceVersion.equals(liveState.resourceVersion())) {
            operation = Operation.UNCHANGED;
        }
        applied = AppliedObject.of(ref, object, operation);
        Stream.of(liveState.object(), lastSeen)
                .filter(Objects::nonNull)
                .map(previous -> previous.getMetadata().getUid())
                .filter(uid -> !applied.uid().equals(uid))
                .forEach(replacedUids::add);
        if (kind == null) {
            accepted = object;
            return;
        }
        T typed = kind.type().type().cast(object);
        recordSpec(typed);
        staleFailure =
                operation == Operation.UNCHANGED ? null : kind.statusReader().failureTime(typed);
        // The watch event may have arrived before the response.
        if (lastSeen == null
                || !applied.uid().equals(lastSeen.getMetadata().getUid())
                || StatusReader.generation(lastSeen) < applied.generation()) {
            lastSeen = typed;
        }
    }

    void update(HasMetadata object) {
        // Ignore late events of a replaced object, which has another UID.
        if (!replacedUids.contains(object.getMetadata().getUid())) {
            lastSeen = kind.type().type().cast(object);
            rehashSpec();
        }
    }

    /**
     * Computes the hash again if another version of the client computed it before a restart, because another version can
     * have another model of the same object. The same generation means the same spec.
     */
    private void rehashSpec() {
        if (applied != null
                && !CLIENT_VERSION.equals(specHashClient)
                && applied.uid().equals(lastSeen.getMetadata().getUid())
                && applied.generation() == StatusReader.generation(lastSeen)) {
            recordSpec(lastSeen);
        }
    }

    private void recordSpec(T object) {
        specHash = SpecHash.of(object);
        specHashClient = CLIENT_VERSION;
    }

    /** Records that the controllers have had enough time to write the status since the apply. */
    void settle() {
        settled = true;
    }

    /** Records why the object cannot be watched. The rollout does not wait for it any more. */
    void markUnwatchable(String reason) {
        unwatchable = reason;
    }

    /** The last known state; {@code null} if the object was never seen. */
    public T lastSeen() {
        return lastSeen;
    }

    void recordDeleted(HasMetadata object) {
        deletedUids.add(object.getMetadata().getUid());
        update(object);
    }

    /** Records that the applied object does not exist. */
    void markNotFound() {
        deletedUids.add(applied.uid());
    }

    /** Records the current state of an accepted object after a restart. */
    void recordAccepted(HasMetadata object) {
        accepted = object;
    }

    /** Leaves nodes that are not ready out of the status of a DaemonSet. */
    void leaveOut(Function<DaemonSet, NotReadyNodes> nodes) {
        notReadyNodes = nodes;
    }

    /** Whether the watch or a read has shown the object or its deletion. */
    boolean isKnown() {
        return lastSeen != null || !deletedUids.isEmpty();
    }

    /** Whether the object exists, according to its last known state. */
    boolean exists() {
        return lastSeen != null && !deletedUids.contains(applied.uid());
    }

    StatusResult status() {
        StatusResult status = readStatus();
        return unwatchable != null && status.state() == StatusResult.State.IN_PROGRESS
                ? StatusResult.healthy(Messages.TrackedObject_statusUnknown(unwatchable))
                : status;
    }

    /** Whether a controller reports conditions of the applied object, and that it is not healthy yet. */
    boolean isReportedInProgress() {
        return applied != null
                && lastSeen instanceof GenericKubernetesResource resource
                && StatusReaders.hasConditions(resource)
                && status().state() != StatusResult.State.HEALTHY;
    }

    private StatusResult readStatus() {
        if (!exists()) {
            return kind.statusReader().readStatusAfterDeletion(lastSeen, expectedState());
        }
        if (!applied.uid().equals(lastSeen.getMetadata().getUid())) {
            return StatusResult.superseded(Messages.TrackedObject_recreatedByOthers());
        }
        long generation = StatusReader.generation(lastSeen);
        // If only the replicas have changed, an autoscaler or a user has scaled the object, and the wait continues.
        if (generation > applied.generation() && SpecHash.of(lastSeen).equals(specHash)) {
            applied = applied.withGeneration(generation);
        }
        return kind.statusReader().readStatus(lastSeen, expectedState());
    }

    private ExpectedState expectedState() {
        return new ExpectedState(
                applied.generation(),
                staleFailure,
                lastSeen instanceof DaemonSet set ? notReadyNodes.apply(set) : NotReadyNodes.NONE,
                applied.operation() == Operation.UPDATED,
                settled || applied.operation() == Operation.UNCHANGED);
    }

    /** Whether the last known status is about the applied generation. */
    boolean isObserved() {
        if (lastSeen == null
                || applied == null
                || !applied.uid().equals(lastSeen.getMetadata().getUid())) {
            return false;
        }
        return kind.statusReader().observedGeneration(lastSeen) >= applied.generation();
    }

    /**
     * Whether the last known state can be diagnosed. The controller of a Deployment does not observe a generation for
     * which it cannot create the ReplicaSet.
     */
    boolean isDiagnosable() {
        return isObserved()
                || lastSeen instanceof Deployment
                        && applied != null
                        && applied.uid().equals(lastSeen.getMetadata().getUid())
                        && StatusReader.generation(lastSeen) >= applied.generation();
    }

    /** @return whether the message differs from the previous one */
    boolean messageChanged(String message) {
        boolean changed = !message.equals(lastMessage);
        if (changed) {
            lastMessage = message;
            lastMessageNanos = System.nanoTime();
        }
        return changed;
    }

    /** The time since the message of the status has changed. */
    Duration unchangedFor() {
        return Duration.ofNanos(System.nanoTime() - lastMessageNanos);
    }
}
