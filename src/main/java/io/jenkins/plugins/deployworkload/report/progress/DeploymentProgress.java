package io.jenkins.plugins.deployworkload.report.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The progress of one deploy. A progress is immutable: {@link #after} returns the progress after an event. All lists and
 * texts are bounded, because names and messages come from the cluster. Times are in milliseconds since 1970, 0 if
 * unknown.
 *
 * @param version the version of the stored format
 * @param cluster the cluster's name in Jenkins' configuration
 * @param deadline when the deploy ends if it is not healthy
 * @param outcome {@code null} until the deploy has ended
 * @param timeline what happened, in this order
 * @param tree the ReplicaSets and pods of the objects
 * @param dashboardUrl the pattern of links to the cluster's dashboard; {@code null} for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeploymentProgress(
        int version,
        String cluster,
        String namespace,
        String workload,
        boolean dryRun,
        Phase phase,
        long startedAt,
        long deadline,
        long endedAt,
        Outcome outcome,
        List<ObjectProgress> objects,
        List<TimelineEntry> timeline,
        ResourceTree tree,
        String dashboardUrl) {

    private static final int VERSION = 1;

    private static final int MAX_OBJECTS = 250;

    private static final int MAX_TIMELINE = 100;

    /** In characters. */
    private static final int MAX_TEXT_LENGTH = 500;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * An object of the deploy.
     *
     * @param operation what the deploy did to the object; in a dry run, what a deploy would do
     * @param status the latest status message of the object; {@code null} if it has none
     * @param changes the fields that a deploy would change, for a dry run
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ObjectProgress(
            String kind, String namespace, String name, Operation operation, String status, List<String> changes) {

        public ObjectProgress {
            changes = changes == null ? List.of() : List.copyOf(changes);
        }

        private ObjectProgress withOperation(String value) {
            return new ObjectProgress(kind, namespace, name, Operation.valueOf(value), status, changes);
        }

        private ObjectProgress withStatus(String value) {
            return new ObjectProgress(kind, namespace, name, operation, truncate(value), changes);
        }

        private ObjectProgress withChanges(List<String> value) {
            return new ObjectProgress(kind, namespace, name, operation, status, value);
        }
    }

    /** The operation of a deploy on an object; in a dry run, the operation that a deploy would do. */
    public enum Operation {
        CREATED,
        UPDATED,
        UNCHANGED,
        DELETED
    }

    /**
     * @param phase the phase that began at this time; {@code null} for a finding or a warning
     * @param text the finding with its advice, or the warning; {@code null} for a phase
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TimelineEntry(long time, Phase phase, String text) {}

    public DeploymentProgress {
        objects = objects == null ? List.of() : List.copyOf(objects);
        timeline = timeline == null ? List.of() : List.copyOf(timeline);
        tree = tree == null ? ResourceTree.EMPTY : tree;
    }

    /** The progress of a deploy that starts now. */
    static DeploymentProgress start(
            String cluster, String namespace, String workload, boolean dryRun, Instant startedAt) {
        long time = startedAt.toEpochMilli();
        return new DeploymentProgress(
                VERSION,
                cluster,
                namespace,
                workload,
                dryRun,
                Phase.PREPARING,
                time,
                0,
                0,
                null,
                List.of(),
                List.of(new TimelineEntry(time, Phase.PREPARING, null)),
                ResourceTree.EMPTY,
                null);
    }

    DeploymentProgress withDashboardUrl(String pattern) {
        return with(phase, deadline, endedAt, outcome, objects, timeline, tree, pattern);
    }

    /**
     * Identifies the deploy among those of its build, and begins with its start time. The hash keeps the ID short: a name
     * in Kubernetes can have 253 characters.
     */
    public String id() {
        return "%d-%08x".formatted(startedAt, Objects.hash(cluster, namespace, workload));
    }

    /** @throws IllegalArgumentException if the text is not a progress of a known version */
    static DeploymentProgress fromJson(String json) {
        try {
            DeploymentProgress read = MAPPER.readValue(json, DeploymentProgress.class);
            if (read == null || read.version != VERSION || read.isIncomplete()) {
                throw new IllegalArgumentException("not a progress of version " + VERSION);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean isIncomplete() {
        return phase == null
                || cluster == null
                || namespace == null
                || workload == null
                || objects.stream().anyMatch(object -> object.kind == null || object.name == null)
                || tree.isIncomplete();
    }

    String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The progress after the event; this progress if the event changes nothing that people see. */
    DeploymentProgress after(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.Applying applying -> inPhase(Phase.APPLYING, event.time(), applying.checkpoint());
            case RolloutEvent.Waiting waiting -> inPhase(Phase.WAITING, event.time(), waiting.checkpoint());
            case RolloutEvent.RollingBack rolling -> inPhase(Phase.ROLLING_BACK, event.time(), rolling.checkpoint());
            case RolloutEvent.Applied applied ->
                withObject(
                        applied.object().ref(),
                        known ->
                                known.withOperation(applied.object().operation().name()));
            case RolloutEvent.Deleted deleted -> withDeleted(deleted.object(), deleted.message());
            case RolloutEvent.Progress step -> withObject(step.object(), known -> known.withStatus(step.message()));
            case RolloutEvent.TreeChanged changed -> withTree(changed.tree());
            case RolloutEvent.Found found -> withText(event.time(), TimelineText.of(found.finding()));
            case RolloutEvent.WouldApply would ->
                withObject(
                        would.object(),
                        known -> known.withOperation(would.operation().name())
                                .withChanges(ChangeLines.of(would.object(), would.changes(), objects)));
            case RolloutEvent.WouldDelete would -> withDeleted(would.object(), would.message());
            case RolloutEvent.Ended ended -> ended(event.time(), ended.result().outcome());
            case RolloutEvent.Warning warning -> withText(event.time(), TimelineText.of(warning));
        };
    }

    private DeploymentProgress inPhase(Phase next, Instant time, RolloutCheckpoint checkpoint) {
        // After a restart, a deploy enters its phase again.
        DeploymentProgress entered =
                next == phase ? this : withEntry(new TimelineEntry(time.toEpochMilli(), next, null));
        return entered.with(
                next,
                checkpoint.deadline().toEpochMilli(),
                endedAt,
                outcome,
                objects,
                entered.timeline,
                tree,
                dashboardUrl);
    }

    private DeploymentProgress ended(Instant time, Outcome end) {
        long millis = time.toEpochMilli();
        DeploymentProgress entered = withEntry(new TimelineEntry(millis, Phase.ENDED, null));
        return entered.with(Phase.ENDED, deadline, millis, end, objects, entered.timeline, tree, dashboardUrl);
    }

    private DeploymentProgress withDeleted(ObjectRef ref, String reason) {
        return withObject(
                ref, known -> known.withOperation(Operation.DELETED.name()).withStatus(reason));
    }

    private DeploymentProgress withObject(ObjectRef ref, UnaryOperator<ObjectProgress> change) {
        List<ObjectProgress> changed = new ArrayList<>(objects);
        int index = indexOf(ref);
        if (index >= 0) {
            changed.set(index, change.apply(changed.get(index)));
        } else if (changed.size() < MAX_OBJECTS) {
            changed.add(change.apply(new ObjectProgress(
                    truncate(ref.kind()), ref.namespace(), truncate(ref.name()), null, null, List.of())));
        }
        return with(phase, deadline, endedAt, outcome, changed, timeline, tree, dashboardUrl);
    }

    private int indexOf(ObjectRef ref) {
        return IntStream.range(0, objects.size())
                .filter(i -> objects.get(i).kind.equals(ref.kind())
                        && Objects.equals(objects.get(i).namespace, ref.namespace())
                        && objects.get(i).name.equals(ref.name()))
                .findFirst()
                .orElse(-1);
    }

    /** After a restart of Jenkins, the deploy reports its findings again. */
    private DeploymentProgress withText(Instant time, String text) {
        return timeline.stream().anyMatch(known -> text.equals(known.text))
                ? this
                : withEntry(new TimelineEntry(time.toEpochMilli(), null, text));
    }

    private DeploymentProgress withTree(ResourceTree changed) {
        return with(phase, deadline, endedAt, outcome, objects, timeline, changed, dashboardUrl);
    }

    /** Drops the oldest finding or warning if there are too many entries, so that all phases stay. */
    private DeploymentProgress withEntry(TimelineEntry entry) {
        List<TimelineEntry> entries = new ArrayList<>(timeline);
        entries.add(entry);
        if (entries.size() > MAX_TIMELINE) {
            entries.stream().filter(old -> old.phase == null).findFirst().ifPresent(entries::remove);
        }
        return with(phase, deadline, endedAt, outcome, objects, entries, tree, dashboardUrl);
    }

    private DeploymentProgress with(
            Phase newPhase,
            long newDeadline,
            long newEnd,
            Outcome newOutcome,
            List<ObjectProgress> newObjects,
            List<TimelineEntry> newTimeline,
            ResourceTree newTree,
            String newDashboardUrl) {
        return new DeploymentProgress(
                version,
                cluster,
                namespace,
                workload,
                dryRun,
                newPhase,
                startedAt,
                newDeadline,
                newEnd,
                newOutcome,
                newObjects,
                newTimeline,
                newTree,
                newDashboardUrl);
    }

    static String truncate(String text) {
        return text == null || text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH - 1) + "…";
    }
}
