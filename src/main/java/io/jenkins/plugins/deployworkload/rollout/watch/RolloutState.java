package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.status.AutoscalerHealth;
import io.jenkins.plugins.deployworkload.rollout.status.CronJobSchedule;
import io.jenkins.plugins.deployworkload.rollout.status.ServiceHealth;
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
public final class RolloutState {

    /** What does not change. */
    public record Parameters(
            String namespace, String workload, Instant startedAt, Instant deadline, RolloutOptions options) {

        public long seconds() {
            return Duration.between(startedAt, deadline).toSeconds();
        }
    }

    private final Parameters parameters;
    private final Map<ObjectRef, TrackedObject<?>> objects = new LinkedHashMap<>();
    private final Set<ObjectRef> deleted = new LinkedHashSet<>();
    private final Set<ObjectRef> awaitingDeletion = new LinkedHashSet<>();
    private final Set<String> blockers = new LinkedHashSet<>();
    private final boolean interrupted;
    private boolean mutated;

    /** What is to be applied. */
    public RolloutState(Parameters frame, List<HasMetadata> intended) {
        this.parameters = frame;
        this.interrupted = false;
        intended.forEach(object -> {
            ObjectRef ref = ObjectRef.of(object, frame.namespace());
            objects.put(ref, TrackedObject.of(ref));
        });
    }

    /** What was applied by somebody who was interrupted. */
    public RolloutState(RolloutCheckpoint memory) {
        this.parameters = new Parameters(
                memory.namespace(), memory.workload(), memory.startedAt(), memory.deadline(), memory.options());
        this.interrupted = !memory.allApplied();
        memory.objects().forEach(item -> {
            TrackedObject<?> object = TrackedObject.of(item);
            objects.put(object.ref(), object);
        });
    }

    public Parameters parameters() {
        return parameters;
    }

    /** {@code null} for an object that is not of this rollout. */
    public TrackedObject<?> get(ObjectRef ref) {
        return objects.get(ref);
    }

    /** Those that are waited for. */
    Collection<TrackedObject<?>> watched() {
        return objects.values().stream().filter(object -> object.kind() != null).toList();
    }

    /** Those of which something may be worth saying once they are accepted, and that is no longer known. */
    Collection<TrackedObject<?>> acceptedButUnread() {
        return objects.values().stream()
                .filter(object -> object.kind() == null && object.accepted() == null)
                .filter(object -> ResourceKinds.hasHealthNotes(object.ref()))
                .toList();
    }

    /** What is worth saying of those that are done once accepted. */
    List<String> healthNotes() {
        return objects.values().stream()
                .flatMap(object -> healthNote(object.accepted()).stream()
                        .map(note -> object.ref().label() + ": " + note))
                .toList();
    }

    private Optional<String> healthNote(HasMetadata accepted) {
        if (accepted instanceof CronJob cron) {
            return Optional.of(CronJobSchedule.describe(cron, Instant.now()));
        }
        if (accepted instanceof HorizontalPodAutoscaler autoscaler) {
            return AutoscalerHealth.problem(autoscaler);
        }
        return accepted instanceof Service service
                ? ServiceHealth.problem(service, podControllers())
                : Optional.empty();
    }

    private List<HasMetadata> podControllers() {
        return watched().stream()
                .<HasMetadata>map(TrackedObject::lastSeen)
                .filter(Objects::nonNull)
                // Of a Job that was gone before it was seen nothing is known but how it ended.
                .filter(seen -> !(seen instanceof Job job) || job.getSpec() != null)
                .toList();
    }

    public TrackedObject<?> recordApplied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer) {
        TrackedObject<?> object = objects.get(ref);
        object.applied(answer);
        return object;
    }

    /** In the order of the description, whoever was answered first. */
    public List<AppliedObject> applied() {
        return objects.values().stream()
                .map(TrackedObject::applied)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the cluster is another one than before. */
    public boolean anyChanged() {
        return interrupted
                || !deleted.isEmpty()
                || applied().stream().anyMatch(object -> object.operation() != AppliedObject.Operation.UNCHANGED);
    }

    /** Something may have become another in the cluster beyond what was applied. */
    public void markMutated() {
        mutated = true;
    }

    /** Whether the cluster is certainly the same as before. */
    public boolean isUntouched() {
        return !mutated && !anyChanged();
    }

    public boolean allApplied() {
        return !interrupted && objects.values().stream().allMatch(object -> object.applied() != null);
    }

    /** As {@link #appliedNames}, in words for none. */
    public String appliedOrNothing() {
        return applied().isEmpty() ? Messages.RolloutState_nothingApplied() : appliedNames();
    }

    /** {@code Service web, Deployment web}; empty for none. */
    public String appliedNames() {
        return applied().stream().map(object -> object.ref().label()).collect(Collectors.joining(", "));
    }

    /**
     * It makes room for what is applied: for itself, made again, for what makes the workload's pods from now on, or for the
     * number of replicas that an autoscaler has set so far.
     */
    public void deleted(ObjectRef ref) {
        deleted.add(ref);
    }

    /** Somebody else has asked for its deletion; once it is gone it is made again. */
    public void markAwaitingDeletion(ObjectRef ref) {
        awaitingDeletion.add(ref);
    }

    /** What is gone, or about to go, and has no successor yet: {@code Service web}; empty for nothing. */
    public String deletedNotRecreated() {
        return Stream.concat(deleted.stream(), awaitingDeletion.stream())
                .distinct()
                .filter(ref -> objects.containsKey(ref) ? objects.get(ref).applied() == null : !allApplied())
                .map(ObjectRef::label)
                .collect(Collectors.joining(", "));
    }

    /** What keeps it from being done, though the cluster itself does not say so. */
    public void addBlocker(String sentence) {
        blockers.add(sentence);
    }

    /** In sentences; empty for nothing. */
    public String blockers() {
        return Sentences.join(blockers);
    }

    /** How things stand, for whoever will not wait any longer. */
    public String describe() {
        String missing = deletedNotRecreated();
        return missing.isEmpty()
                ? describeApplied()
                : Messages.RolloutState_deletedNotRecreated(describeApplied(), missing);
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

    public RolloutCheckpoint checkpoint(String deploy) {
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
                deploy,
                null);
    }
}
