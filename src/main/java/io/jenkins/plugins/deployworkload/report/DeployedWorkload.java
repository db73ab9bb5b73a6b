package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What was deployed where, and what came of it: what scripts get, what the build's page shows, and what is kept in the
 * build's {@code build.xml}. Plain fields of bounded size; nothing secret.
 */
@ExportedBean(defaultVisibility = 3)
public final class DeployedWorkload {

    /** Characters. */
    private static final int MAX_MESSAGE_LENGTH = 2000;

    /** Beyond some reasons nobody reads. */
    private static final int MAX_FINDINGS = 10;

    private final String cluster;
    private final String namespace;
    private final String name;
    private final boolean dryRun;
    private final boolean detached;
    private final Outcome outcome;
    private final RecoveryOutcome recovery;
    private final String message;
    private final String revision;
    private final long startedAt;
    private final long duration;
    private final List<DeployedObject> objects;
    private final List<DeployedImage> images;
    private final List<DeployedFinding> findings;

    /**
     * @param cluster its name in Jenkins' configuration
     * @param memory of the rollout when it had ended
     */
    public DeployedWorkload(String cluster, RolloutCheckpoint memory, RolloutResult result) {
        this.cluster = cluster;
        this.namespace = memory.namespace();
        this.name = memory.workload();
        this.dryRun = memory.options().dryRun();
        this.detached = memory.options().detached();
        this.outcome = result.outcome();
        this.recovery = result.recovery();
        this.message = DisplayNames.truncate(result.message(), MAX_MESSAGE_LENGTH);
        this.revision = memory.revision();
        this.startedAt = result.startedAt().toEpochMilli();
        this.duration = result.duration().toMillis();
        // Not the JDK's unmodifiable lists: those are no plain XML.
        this.objects = new ArrayList<>(
                result.objects().stream().map(DeployedObject::new).toList());
        this.images = new ArrayList<>();
        result.objects()
                .forEach(object -> object.images()
                        .forEach((container, image) -> images.add(new DeployedImage(
                                container, image, result.digests().get(container)))));
        this.findings = new ArrayList<>(result.findings().stream()
                .limit(MAX_FINDINGS)
                .map(DeployedFinding::new)
                .toList());
    }

    /** Its name in Jenkins' configuration. */
    @Exported
    public String getCluster() {
        return cluster;
    }

    @Exported
    public String getNamespace() {
        return namespace;
    }

    @Exported
    public String getName() {
        return name;
    }

    /** Whether the cluster was only asked, and nothing deployed. */
    @Exported
    public boolean isDryRun() {
        return dryRun;
    }

    @Exported
    public Outcome getOutcome() {
        return outcome;
    }

    /** What was done about a failure. */
    @Exported
    public RecoveryOutcome getRecovery() {
        return recovery;
    }

    @Exported
    public String getMessage() {
        return message;
    }

    /** Names the deploy in the workload's record, which the cluster keeps; null where there is none. */
    @Exported
    public String getRevision() {
        return revision;
    }

    /** Milliseconds since 1970, as Jenkins has it for builds. */
    @Exported
    public long getStartedAt() {
        return startedAt;
    }

    /** Milliseconds. */
    @Exported
    public long getDuration() {
        return duration;
    }

    @Exported
    public List<DeployedObject> getObjects() {
        return List.copyOf(objects);
    }

    /** Those that were asked for; of a deploy that was rolled back, too. */
    @Exported
    public List<DeployedImage> getImages() {
        return List.copyOf(images);
    }

    /** Why it does not run; empty after success. */
    @Exported
    public List<DeployedFinding> getFindings() {
        return List.copyOf(findings);
    }

    /** Whether it was seen to run, by this deploy. */
    public boolean isRunning() {
        return outcome == Outcome.SUCCEEDED && !dryRun && !detached;
    }

    /** For pages, in the reader's language: which one, and where. */
    public String getTitle() {
        return Messages.DeployedWorkload_title(name, namespace, cluster);
    }

    /** For pages, in the reader's language: how it ended, after which time, and what was done about it. */
    public String getResult() {
        String result = Messages.DeployedWorkload_result(
                DisplayNames.name(outcome), DisplayNames.duration(Duration.ofMillis(duration)));
        if (dryRun) {
            return Messages.DeployedWorkload_dryRun(result);
        }
        return recovery == RecoveryOutcome.NONE ? result : result + "; " + DisplayNames.name(recovery);
    }

    /** For pages. */
    public Date getStartTime() {
        return new Date(startedAt);
    }

    /** In the reader's language. */
    String outcomeName() {
        return DisplayNames.name(outcome);
    }

    /** For pages: one of Jenkins' own. */
    public String getIcon() {
        return switch (outcome) {
            case SUCCEEDED -> "symbol-status-blue";
            case FAILED, TIMED_OUT, REFUSED -> "symbol-status-red";
            case ABORTED, SUPERSEDED -> "symbol-status-aborted";
        };
    }

    /** Whether both tell of the same deploy. */
    boolean isSameAs(DeployedWorkload other) {
        return cluster.equals(other.cluster)
                && namespace.equals(other.namespace)
                && name.equals(other.name)
                && startedAt == other.startedAt;
    }
}
