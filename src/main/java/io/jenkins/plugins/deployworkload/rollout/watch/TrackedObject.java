package io.jenkins.plugins.deployworkload.rollout.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.status.ExpectedState;
import io.jenkins.plugins.deployworkload.rollout.status.NotReadyNodes;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The state of one object in a rollout: the applied object and its last known state. Only tasks of the rollout's
 * executor use this class.
 */
public final class TrackedObject<T extends HasMetadata> {

    private final ObjectRef ref;
    private final StatusReaders.WatchedKind<T> kind;
    private LiveState liveState = LiveState.UNKNOWN;
    private T lastSeen;
    private final Set<String> deletedUids = new HashSet<>();
    private final Set<String> replacedUids = new HashSet<>();
    private AppliedObject applied;
    private String specHash;
    private String staleFailure;
    private String lastMessage;
    private long lastMessageNanos = System.nanoTime();
    private HasMetadata accepted;
    private Function<DaemonSet, NotReadyNodes> notReadyNodes = set -> NotReadyNodes.NONE;

    private TrackedObject(ObjectRef ref, StatusReaders.WatchedKind<T> kind) {
        this.ref = ref;
        this.kind = kind;
    }

    static TrackedObject<?> of(ObjectRef ref) {
        StatusReaders.WatchedKind<?> kind = StatusReaders.of(ref);
        return kind == null ? new TrackedObject<>(ref, null) : new TrackedObject<>(ref, kind);
    }

    static TrackedObject<?> of(RolloutCheckpoint.ObjectCheckpoint checkpoint) {
        TrackedObject<?> object = of(checkpoint.object().ref());
        object.applied = checkpoint.object();
        object.specHash = checkpoint.specHash();
        object.staleFailure = checkpoint.staleFailure();
        return object;
    }

    public ObjectRef ref() {
        return ref;
    }

    /** The kind with its status reader; {@code null} for kinds that are healthy once accepted. */
    StatusReaders.WatchedKind<T> kind() {
        return kind;
    }

    /** The applied object; {@code null} until the API server has accepted the object. */
    public AppliedObject applied() {
        return applied;
    }

    RolloutCheckpoint.ObjectCheckpoint checkpoint() {
        return new RolloutCheckpoint.ObjectCheckpoint(applied, specHash, staleFailure);
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
     */
    void recordApplied(ApiResponse<? extends HasMetadata> response) {
        HasMetadata object = response.object();
        String resourceVersion = object.getMetadata().getResourceVersion();
        Operation operation = Operation.UPDATED;
        if (response.status() == 201) {
            operation = Operation.CREATED;
        } else if (resourceVersion.equals(liveState.resourceVersion())) {
            operation = Operation.UNCHANGED;
        }
        applied = new AppliedObject(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                object.getMetadata().getUid(),
                StatusReader.generation(object),
                resourceVersion,
                operation,
                PodTemplates.images(object));
        Stream.of(liveState.object(), lastSeen)
                .filter(Objects::nonNull)
                .map(previous -> previous.getMetadata().getUid())
                .filter(uid -> !uid.equals(applied.uid()))
                .forEach(replacedUids::add);
        if (kind == null) {
            accepted = object;
            return;
        }
        T typed = kind.type().type().cast(object);
        specHash = hashSpec(typed);
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
        }
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
        if (!exists()) {
            return kind.statusReader()
                    .readStatusAfterDeletion(lastSeen, new ExpectedState(applied.generation(), staleFailure));
        }
        if (!applied.uid().equals(lastSeen.getMetadata().getUid())) {
            return StatusResult.superseded(Messages.TrackedObject_recreatedByOthers());
        }
        long generation = StatusReader.generation(lastSeen);
        // If only the replicas have changed, an autoscaler or a user has scaled the object, and the wait continues.
        if (generation > applied.generation() && hashSpec(lastSeen).equals(specHash)) {
            applied = applied.withGeneration(generation);
        }
        return kind.statusReader()
                .readStatus(
                        lastSeen,
                        new ExpectedState(
                                applied.generation(),
                                staleFailure,
                                lastSeen instanceof DaemonSet set ? notReadyNodes.apply(set) : NotReadyNodes.NONE));
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

    private static String hashSpec(HasMetadata object) {
        JsonNode spec = Json.MAPPER.valueToTree(object).path("spec").deepCopy();
        if (spec instanceof ObjectNode specFields) {
            specFields.remove("replicas");
        }
        try {
            byte[] bytes = spec.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
