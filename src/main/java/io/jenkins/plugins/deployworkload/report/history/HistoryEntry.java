package io.jenkins.plugins.deployworkload.report.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.Objects;

/**
 * A deploy of a job, or the removal of an application, that has ended. Times are in milliseconds, those of the clock since 1970.
 *
 * @param build the number of the build, which may be deleted by now
 * @param cluster the cluster's name in Jenkins' configuration
 * @param name the name of the application
 * @param detached whether the deploy did not wait until the application was healthy
 * @param images the images of the deploy, even if it was rolled back
 * @param restored the images that run after a rollback
 * @param restoredFrom the build of this job that deployed them; {@code null} if another job did, or if unknown
 * @param removal whether a step has removed the application, or has tried to
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HistoryEntry(
        int build,
        long startedAt,
        long duration,
        String cluster,
        String namespace,
        String name,
        Outcome outcome,
        RecoveryOutcome recovery,
        boolean dryRun,
        boolean detached,
        List<String> images,
        List<String> restored,
        String restoredFrom,
        boolean removal) {

    private static final int MAX_IMAGES = 5;

    /** In characters. */
    private static final int MAX_IMAGE_LENGTH = 300;

    /** The application of a deploy. */
    public record Application(String cluster, String namespace, String name) {}

    public HistoryEntry {
        recovery = recovery == null ? RecoveryOutcome.NONE : recovery;
        images = bounded(images);
        restored = bounded(restored);
    }

    /** A deploy without a rollback, or a removal. */
    public HistoryEntry(
            int build,
            long startedAt,
            long duration,
            String cluster,
            String namespace,
            String name,
            Outcome outcome,
            RecoveryOutcome recovery,
            boolean dryRun,
            boolean detached,
            List<String> images,
            boolean removal) {
        this(
                build, startedAt, duration, cluster, namespace, name, outcome, recovery, dryRun, detached, images, null,
                null, removal);
    }

    private static List<String> bounded(List<String> images) {
        return images == null
                ? List.of()
                : images.stream()
                        .filter(Objects::nonNull)
                        .map(image -> image.substring(0, Math.min(image.length(), MAX_IMAGE_LENGTH)))
                        .distinct()
                        .limit(MAX_IMAGES)
                        .toList();
    }

    /** A rollback with the images that run now. */
    public HistoryEntry asRestored() {
        return new HistoryEntry(
                build,
                startedAt,
                duration,
                cluster,
                namespace,
                name,
                outcome,
                recovery,
                dryRun,
                detached,
                restored,
                restored,
                restoredFrom,
                removal);
    }

    boolean isIncomplete() {
        return cluster == null || namespace == null || name == null || outcome == null;
    }

    public Application application() {
        return new Application(cluster, namespace, name);
    }

    /** Whether the deploy waited until the application was healthy. */
    @JsonIgnore
    public boolean isHealthy() {
        return outcome == Outcome.SUCCEEDED && !dryRun && !detached && !removal;
    }

    /** Whether the deploy has a verdict of its own: dry runs, aborted and superseded deploys, and removals have none. */
    @JsonIgnore
    public boolean isJudged() {
        return !dryRun && !removal && outcome != Outcome.ABORTED && outcome != Outcome.SUPERSEDED;
    }

    /** Whether the application is gone: it was removed, or its first deploy has failed and was deleted again. */
    @JsonIgnore
    public boolean isGone() {
        return removal || recovery == RecoveryOutcome.REMOVED;
    }

    /** Whether the deploy has failed. */
    @JsonIgnore
    public boolean isFailure() {
        return isJudged() && outcome != Outcome.SUCCEEDED;
    }

    long endedAt() {
        return startedAt + duration;
    }

    /** Whether both entries are about the same deploy, which is recorded again after a restart. */
    boolean isSameAs(HistoryEntry other) {
        return build == other.build
                && startedAt == other.startedAt
                && application().equals(other.application());
    }
}
