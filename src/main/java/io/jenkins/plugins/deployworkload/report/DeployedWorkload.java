package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The result of deploying one workload. The build page shows this result, and {@code build.xml} stores it. The fields
 * have simple types and bounded sizes, and contain no secrets.
 */
@ExportedBean(defaultVisibility = 3)
public final class DeployedWorkload {

    /** In characters. */
    private static final int MAX_MESSAGE_LENGTH = 2000;

    /** Limit of stored findings, which bounds the size of {@code build.xml}. */
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
    private final String planId;

    /** Null in builds of older versions. */
    private final DeploySettings settings;

    private final long startedAt;
    private final long duration;
    private final List<DeployedObject> objects;
    private final List<DeployedImage> images;

    /** Null in builds of older versions. */
    private final List<String> restoredImages;

    private final String restoredFrom;
    private final List<DeployedFinding> findings;

    /** A deploy with the cluster's own credential, which publishes checks. */
    public DeployedWorkload(String cluster, RolloutCheckpoint checkpoint, RolloutResult result) {
        this(cluster, null, false, checkpoint, result);
    }

    /**
     * @param cluster the cluster's name in Jenkins' configuration
     * @param credentialsId the ID of the job's credential; {@code null} for the cluster's own credential
     * @param skipPublishingChecks whether the deploy publishes no check
     * @param checkpoint the checkpoint of the rollout at its end
     */
    public DeployedWorkload(
            String cluster,
            String credentialsId,
            boolean skipPublishingChecks,
            RolloutCheckpoint checkpoint,
            RolloutResult result) {
        this.cluster = cluster;
        this.namespace = checkpoint.namespace();
        this.name = checkpoint.workload();
        this.dryRun = checkpoint.options().dryRun();
        this.detached = checkpoint.options().detached();
        this.outcome = result.outcome();
        this.recovery = result.recovery();
        this.message = DisplayNames.truncate(result.message(), MAX_MESSAGE_LENGTH);
        this.revision = checkpoint.revision();
        this.planId = result.planId();
        this.settings = DeploySettings.of(credentialsId, skipPublishingChecks, checkpoint);
        this.startedAt = result.startedAt().toEpochMilli();
        this.duration = result.duration().toMillis();
        // Use ArrayList, because XStream does not write unmodifiable lists as plain XML.
        this.objects = new ArrayList<>(
                result.objects().stream().map(DeployedObject::new).toList());
        this.images = new ArrayList<>();
        result.objects()
                .forEach(object -> object.images()
                        .forEach((container, image) -> images.add(new DeployedImage(
                                container, image, result.digests().get(container)))));
        this.restoredImages = new ArrayList<>(
                result.restored() == null ? List.of() : result.restored().images());
        this.restoredFrom = result.restored() == null ? null : result.restored().build();
        this.findings = new ArrayList<>(result.findings().stream()
                .limit(MAX_FINDINGS)
                .map(DeployedFinding::new)
                .toList());
    }

    /** The cluster's name in Jenkins' configuration. */
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

    /** Whether the deploy was a dry run. */
    @Exported
    public boolean isDryRun() {
        return dryRun;
    }

    @Exported
    public Outcome getOutcome() {
        return outcome;
    }

    /** The result of the recovery after a failure, such as a successful rollback. */
    @Exported
    public RecoveryOutcome getRecovery() {
        return recovery;
    }

    @Exported
    public String getMessage() {
        return message;
    }

    /** The name of the revision in the workload's history; {@code null} if there is none. */
    @Exported
    public String getRevision() {
        return revision;
    }

    /** The id of the plan of a dry run; {@code null} if there is none. */
    @Exported
    public String getPlanId() {
        return planId;
    }

    /** The start time in milliseconds since 1970, like the timestamps of Jenkins builds. */
    @Exported
    public long getStartedAt() {
        return startedAt;
    }

    /** The duration in milliseconds. */
    @Exported
    public long getDuration() {
        return duration;
    }

    @Exported
    public List<DeployedObject> getObjects() {
        return List.copyOf(objects);
    }

    /** The images of this deploy, even if the deploy was rolled back. */
    @Exported
    public List<DeployedImage> getImages() {
        return List.copyOf(images);
    }

    /** The images that run after a rollback; empty without one. */
    @Exported
    public List<String> getRestoredImages() {
        return restoredImages == null ? List.of() : List.copyOf(restoredImages);
    }

    /**
     * The build of this job that deployed the {@link #getRestoredImages restored images}; {@code null} if it is unknown,
     * or of another job.
     */
    @Exported
    public String getRestoredFrom() {
        return restoredFrom;
    }

    /** The reasons why the workload is not healthy; empty after success. */
    @Exported
    public List<DeployedFinding> getFindings() {
        return List.copyOf(findings);
    }

    /** The reasons that the message of the result does not name already. The page shows them after the message. */
    public List<DeployedFinding> getFurtherFindings() {
        return findings.stream()
                .filter(finding -> !message.contains(finding.getMessage()))
                .toList();
    }

    /** Whether this deploy waited until the workload was healthy. */
    public boolean isRunning() {
        return outcome == Outcome.SUCCEEDED && !dryRun && !detached;
    }

    /** Whether this deploy has a revision that was healthy. The cluster may not keep it any more. */
    public boolean isRedeployable() {
        return isRunning() && revision != null;
    }

    /** The settings of the deploy; the defaults for a build of an older version. */
    public DeploySettings settings() {
        return settings == null ? DeploySettings.DEFAULTS : settings;
    }

    /** Workload, namespace and cluster, in the reader's language, for pages. */
    public String getTitle() {
        return Messages.DeployedWorkload_title(name, namespace, cluster);
    }

    /** Outcome, duration and recovery, in the reader's language, for pages. */
    public String getResult() {
        return new DeployRow(historyEntry(0), null).getResult();
    }

    /** The start time, for pages. */
    public Date getStartTime() {
        return new Date(startedAt);
    }

    /** The name of the outcome in the reader's language. */
    String outcomeName() {
        return DisplayNames.name(outcome);
    }

    /** The Jenkins status icon of the outcome, for pages. */
    public String getIcon() {
        return new DeployRow(historyEntry(0), null).getIcon();
    }

    /** @param build the number of the build that deployed */
    HistoryEntry historyEntry(int build) {
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
                images.stream().map(DeployedImage::getImage).toList(),
                getRestoredImages(),
                restoredFrom,
                false);
    }

    /** Whether the progress is about a deploy of this workload. */
    boolean isResultOf(DeploymentProgress progress) {
        return cluster.equals(progress.cluster())
                && namespace.equals(progress.namespace())
                && name.equals(progress.workload())
                && dryRun == progress.dryRun();
    }

    /** Whether this result and the other result are about the same deploy. */
    boolean isSameAs(DeployedWorkload other) {
        return cluster.equals(other.cluster)
                && namespace.equals(other.namespace)
                && name.equals(other.name)
                && startedAt == other.startedAt;
    }
}
