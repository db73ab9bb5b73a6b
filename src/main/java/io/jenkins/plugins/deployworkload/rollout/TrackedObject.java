package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.rollout.RolledObject.Operation;
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
final class TrackedObject<T extends HasMetadata> {

    private final ObjectRef ref;
    private final Kinds.Watched<T> kind;
    private Before before = Before.UNKNOWN;
    private T seen;
    private final Set<String> gone = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private RolledObject applied;
    private String spec;
    private String staleFailure;
    private String sentence;
    private HasMetadata accepted;

    private TrackedObject(ObjectRef ref, Kinds.Watched<T> kind) {
        this.ref = ref;
        this.kind = kind;
    }

    static TrackedObject<?> of(ObjectRef ref) {
        Kinds.Watched<?> kind = Kinds.watched(ref);
        return kind == null ? new TrackedObject<>(ref, null) : new TrackedObject<>(ref, kind);
    }

    static TrackedObject<?> of(RolloutMemory.Item item) {
        TrackedObject<?> object = of(item.object().ref());
        object.applied = item.object();
        object.spec = item.spec();
        object.staleFailure = item.staleFailure();
        return object;
    }

    ObjectRef ref() {
        return ref;
    }

    /** {@code null} for what is done once accepted. */
    Kinds.Watched<T> kind() {
        return kind;
    }

    /** {@code null} until the API server has taken it. */
    RolledObject applied() {
        return applied;
    }

    RolloutMemory.Item memory() {
        return new RolloutMemory.Item(applied, spec, staleFailure);
    }

    /** What is applied over. */
    void before(Before value) {
        before = value;
    }

    Before before() {
        return before;
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
    void applied(ApiAnswer<? extends HasMetadata> answer) {
        HasMetadata object = answer.object();
        String version = object.getMetadata().getResourceVersion();
        Operation operation = Operation.CHANGED;
        if (answer.status() == 201) {
            operation = Operation.CREATED;
        } else if (version.equals(before.version())) {
            operation = Operation.UNCHANGED;
        }
        applied = new RolledObject(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                object.getMetadata().getUid(),
                Judge.generation(object),
                version,
                operation,
                PodTemplates.images(object));
        Stream.of(before.object(), seen)
                .filter(java.util.Objects::nonNull)
                .map(old -> old.getMetadata().getUid())
                .filter(uid -> !uid.equals(applied.uid()))
                .forEach(replaced::add);
        if (kind == null) {
            accepted = object;
            return;
        }
        T typed = kind.type().type().cast(object);
        spec = hash(typed);
        staleFailure = operation == Operation.UNCHANGED ? null : kind.judge().failureTime(typed);
        // The watch may have been faster than the answer.
        if (seen == null
                || !applied.uid().equals(seen.getMetadata().getUid())
                || Judge.generation(seen) < applied.generation()) {
            seen = typed;
        }
    }

    void see(HasMetadata object) {
        // Of the one that made room for this there may still be news on the way.
        if (!replaced.contains(object.getMetadata().getUid())) {
            seen = kind.type().type().cast(object);
        }
    }

    /** What was seen last; {@code null} if nothing was. */
    T seen() {
        return seen;
    }

    void gone(HasMetadata object) {
        gone.add(object.getMetadata().getUid());
        see(object);
    }

    /** What was applied is not there any more. */
    void missing() {
        gone.add(applied.uid());
    }

    /** As it is there now, after a restart. */
    void accepted(HasMetadata object) {
        accepted = object;
    }

    /** Whether something is known about it, be it that it is gone. */
    boolean known() {
        return seen != null || !gone.isEmpty();
    }

    Verdict judge() {
        if (seen == null || gone.contains(applied.uid())) {
            return kind.judge().judgeGone(seen, new Goal(applied.generation(), staleFailure));
        }
        if (!applied.uid().equals(seen.getMetadata().getUid())) {
            return Verdict.superseded(Messages.Verdict_replaced());
        }
        long generation = Judge.generation(seen);
        // An autoscaler, or a person who scales, changes what is wanted but not what runs: that is followed.
        if (generation > applied.generation() && hash(seen).equals(spec)) {
            applied = applied.withGeneration(generation);
        }
        return kind.judge().judge(seen, new Goal(applied.generation(), staleFailure));
    }

    /** Whether the status of what was seen last is about what was applied. */
    boolean observed() {
        if (seen == null
                || applied == null
                || !applied.uid().equals(seen.getMetadata().getUid())) {
            return false;
        }
        return kind.judge().observed(seen) >= applied.generation();
    }

    /** @return whether the sentence differs from the one before */
    boolean says(String other) {
        boolean changed = !other.equals(sentence);
        sentence = other;
        return changed;
    }

    private static String hash(HasMetadata object) {
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
