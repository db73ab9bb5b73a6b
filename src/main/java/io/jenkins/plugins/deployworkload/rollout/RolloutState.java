package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a rollout knows: its frame, and the state of each object. Touched only by the rollout's own tasks. */
final class RolloutState {

    /** What does not change. */
    record Frame(String namespace, String workload, Instant startedAt, Instant deadline, RolloutOptions options) {

        long seconds() {
            return Duration.between(startedAt, deadline).toSeconds();
        }
    }

    private final Frame frame;
    private final Map<ObjectRef, TrackedObject<?>> objects = new LinkedHashMap<>();
    private final Set<ObjectRef> deleted = new LinkedHashSet<>();
    private final Set<ObjectRef> awaited = new LinkedHashSet<>();
    private final Set<String> hindrances = new LinkedHashSet<>();
    private final boolean interrupted;
    private boolean touched;

    /** What is to be applied. */
    RolloutState(Frame frame, List<HasMetadata> intended) {
        this.frame = frame;
        this.interrupted = false;
        intended.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, frame.namespace());
            objects.put(ref, TrackedObject.of(ref));
        });
    }

    /** What was applied by somebody who was interrupted. */
    RolloutState(RolloutMemory memory) {
        this.frame = new Frame(
                memory.namespace(), memory.workload(), memory.startedAt(), memory.deadline(), memory.options());
        this.interrupted = !memory.applied();
        memory.objects().forEach(item -> {
            TrackedObject<?> object = TrackedObject.of(item);
            objects.put(object.ref(), object);
        });
    }

    Frame frame() {
        return frame;
    }

    /** {@code null} for an object that is not of this rollout. */
    TrackedObject<?> get(ObjectRef ref) {
        return objects.get(ref);
    }

    /** Those that are waited for. */
    Collection<TrackedObject<?>> watched() {
        return objects.values().stream().filter(object -> object.kind() != null).toList();
    }

    /** Those of which something may be worth saying once they are accepted, and that is no longer known. */
    Collection<TrackedObject<?>> forgotten() {
        return objects.values().stream()
                .filter(object -> object.kind() == null && object.accepted() == null)
                .filter(object -> Kinds.hasNotes(object.ref()))
                .toList();
    }

    /** What is worth saying of those that are done once accepted. */
    List<String> notes() {
        return objects.values().stream()
                .flatMap(object -> note(object.accepted()).stream()
                        .map(note -> object.ref().label() + ": " + note))
                .toList();
    }

    private Optional<String> note(HasMetadata accepted) {
        if (accepted instanceof CronJob cron) {
            return Optional.of(NextRun.of(cron, Instant.now()));
        }
        if (accepted instanceof HorizontalPodAutoscaler autoscaler) {
            return Scaling.problem(autoscaler);
        }
        return accepted instanceof Service service ? Backends.problem(service, makers()) : Optional.empty();
    }

    private List<HasMetadata> makers() {
        return watched().stream()
                .<HasMetadata>map(TrackedObject::seen)
                .filter(Objects::nonNull)
                // Of a Job that was gone before it was seen nothing is known but how it ended.
                .filter(seen -> !(seen instanceof Job job) || job.getSpec() != null)
                .toList();
    }

    TrackedObject<?> taken(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        TrackedObject<?> object = objects.get(ref);
        object.applied(answer);
        return object;
    }

    /** In the order of the description, whoever was answered first. */
    List<RolledObject> applied() {
        return objects.values().stream()
                .map(TrackedObject::applied)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the cluster is another one than before. */
    boolean anyChanged() {
        return interrupted
                || !deleted.isEmpty()
                || applied().stream().anyMatch(object -> object.operation() != RolledObject.Operation.UNCHANGED);
    }

    /** Something may have become another in the cluster beyond what was applied. */
    void touch() {
        touched = true;
    }

    /** Whether the cluster is certainly the same as before. */
    boolean untouched() {
        return !touched && !anyChanged();
    }

    boolean allApplied() {
        return !interrupted && objects.values().stream().allMatch(object -> object.applied() != null);
    }

    /** {@code Service web, Deployment web}; empty for none. */
    String appliedNames() {
        return applied().stream().map(object -> object.ref().label()).collect(Collectors.joining(", "));
    }

    /**
     * It makes room for what is applied: for itself, made again, for what makes the workload's pods from now on, or for the
     * number of replicas that an autoscaler has set so far.
     */
    void deleted(ObjectRef ref) {
        deleted.add(ref);
    }

    /** Somebody else has asked for its deletion; once it is gone it is made again. */
    void awaits(ObjectRef ref) {
        awaited.add(ref);
    }

    /** What is gone, or about to go, and has no successor yet: {@code Service web}; empty for nothing. */
    String missing() {
        return Stream.concat(deleted.stream(), awaited.stream())
                .distinct()
                .filter(ref -> objects.containsKey(ref) ? objects.get(ref).applied() == null : !allApplied())
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
    }

    /** What keeps it from being done, though the cluster itself does not say so. */
    void hinder(String sentence) {
        hindrances.add(sentence);
    }

    /** In sentences; empty for nothing. */
    String hindrances() {
        return Sentences.join(hindrances);
    }

    /** How things stand, for whoever will not wait any longer. */
    String standing() {
        String missing = missing();
        return missing.isEmpty() ? present() : Messages.Rollout_notMadeAgain(present(), missing);
    }

    private String present() {
        if (allApplied() && watched().stream().allMatch(TrackedObject::known)) {
            return watched().stream()
                    .map(object -> object.ref().label() + ": " + object.judge().sentence())
                    .collect(Collectors.joining("; "));
        }
        if (allApplied()) {
            return Messages.Rollout_unseen(appliedNames());
        }
        return applied().isEmpty() ? Messages.Rollout_nothingApplied() : Messages.Rollout_onlyApplied(appliedNames());
    }

    RolloutMemory memory(String deploy) {
        return new RolloutMemory(
                RolloutMemory.VERSION,
                frame.namespace(),
                frame.workload(),
                allApplied(),
                objects.values().stream()
                        .filter(object -> object.applied() != null)
                        .map(TrackedObject::memory)
                        .toList(),
                frame.startedAt(),
                frame.deadline(),
                frame.options(),
                deploy,
                null);
    }
}
