package io.jenkins.plugins.deployworkload.rollout.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.status.ExpectedState;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The state of one object in a rollout: what was applied, and what was seen last. Changed by events only, all on the
 * rollout's own thread.
 */
public final class TrackedObject<T extends HasMetadata> {

    private final ObjectRef ref;
    private final StatusReaders.WatchedKind<T> kind;
    private LiveState liveState = LiveState.UNKNOWN;
    private T lastSeen;
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> replacedUids = new HashSet<>();
    private AppliedObject applied;
    private String specHash;
    private String staleFailure;
    private String lastMessage;
    private HasMetadata accepted;

    private TrackedObject(ObjectRef ref, StatusReaders.WatchedKind<T> kind) {
        this.ref = ref;
        this.kind = kind;
    }

    static TrackedObject<?> of(ObjectRef ref) {
        StatusReaders.WatchedKind<?> kind = StatusReaders.of(ref);
        return kind == null ? new TrackedObject<>(ref, null) : new TrackedObject<>(ref, kind);
    }

    static TrackedObject<?> of(RolloutCheckpoint.ObjectCheckpoint item) {
        TrackedObject<?> object = of(item.object().ref());
        object.applied = item.object();
        object.specHash = item.specHash();
        object.staleFailure = item.staleFailure();
        return object;
    }

    public ObjectRef ref() {
        return ref;
    }

    /** {@code null} for what is done once accepted. */
    StatusReaders.WatchedKind<T> kind() {
        return kind;
    }

    /** {@code null} until the API server has taken it. */
    public AppliedObject applied() {
        return applied;
    }

    RolloutCheckpoint.ObjectCheckpoint checkpoint() {
        return new RolloutCheckpoint.ObjectCheckpoint(applied, specHash, staleFailure);
    }

    /** What is applied over. */
    public void liveState(LiveState value) {
        liveState = value;
    }

    public LiveState liveState() {
        return liveState;
    }

    /** As the API server has taken it, where it is done with that; otherwise {@code null}, as after a restart. */
    HasMetadata accepted() {
        return accepted;
    }

    /**
     * The answer to the apply. The server says by its status that it has created something; whether it changed something
     * shows in the resourceVersion, which an apply without effect leaves alone. Another writer's change between reading and
     * applying counts as ours, as does everything where this account may not read.
     */
    void applied(ApiResponse<? extends HasMetadata> answer) {
        HasMetadata object = answer.object();
        String version = object.getMetadata().getResourceVersion();
        Operation operation = Operation.UPDATED;
        if (answer.status() == 201) {
            operation = Operation.CREATED;
        } else if (version.equals(liveState.resourceVersion())) {
            operation = Operation.UNCHANGED;
        }
        applied = new AppliedObject(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                object.getMetadata().getUid(),
                StatusReader.generation(object),
                version,
                operation,
                PodTemplates.images(object));
        Stream.of(liveState.object(), lastSeen)
                .filter(java.util.Objects::nonNull)
                .map(old -> old.getMetadata().getUid())
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
        // The watch may have been faster than the answer.
        if (lastSeen == null
                || !applied.uid().equals(lastSeen.getMetadata().getUid())
                || StatusReader.generation(lastSeen) < applied.generation()) {
            lastSeen = typed;
        }
    }

    void update(HasMetadata object) {
        // Of the one that made room for this there may still be news on the way.
        if (!replacedUids.contains(object.getMetadata().getUid())) {
            lastSeen = kind.type().type().cast(object);
        }
    }

    /** What was seen last; {@code null} if nothing was. */
    public T lastSeen() {
        return lastSeen;
    }

    void deleted(HasMetadata object) {
        deleted.add(object.getMetadata().getUid());
        update(object);
    }

    /** What was applied is not there any more. */
    void markNotFound() {
        deleted.add(applied.uid());
    }

    /** As it is there now, after a restart. */
    void accepted(HasMetadata object) {
        accepted = object;
    }

    /** Whether something is known about it, be it that it is gone. */
    boolean isKnown() {
        return lastSeen != null || !deleted.isEmpty();
    }

    StatusResult status() {
        if (lastSeen == null || deleted.contains(applied.uid())) {
            return kind.statusReader()
                    .readStatusAfterDeletion(lastSeen, new ExpectedState(applied.generation(), staleFailure));
        }
        if (!applied.uid().equals(lastSeen.getMetadata().getUid())) {
            return StatusResult.superseded(Messages.TrackedObject_recreatedByOthers());
        }
        long generation = StatusReader.generation(lastSeen);
        // An autoscaler, or a person who scales, changes what is wanted but not what runs: that is followed.
        if (generation > applied.generation() && hashSpec(lastSeen).equals(specHash)) {
            applied = applied.withGeneration(generation);
        }
        return kind.statusReader().readStatus(lastSeen, new ExpectedState(applied.generation(), staleFailure));
    }

    /** Whether the status of what was seen last is about what was applied. */
    boolean isObserved() {
        if (lastSeen == null
                || applied == null
                || !applied.uid().equals(lastSeen.getMetadata().getUid())) {
            return false;
        }
        return kind.statusReader().observedGeneration(lastSeen) >= applied.generation();
    }

    /** @return whether the sentence differs from the one before */
    boolean messageChanged(String other) {
        boolean changed = !other.equals(lastMessage);
        lastMessage = other;
        return changed;
    }

    private static String hashSpec(HasMetadata object) {
        JsonNode tree = Json.MAPPER.valueToTree(object).path("spec").deepCopy();
        if (tree instanceof ObjectNode fields) {
            fields.remove("replicas");
        }
        try {
            byte[] bytes = tree.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
