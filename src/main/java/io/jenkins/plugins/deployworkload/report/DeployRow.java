package io.jenkins.plugins.deployworkload.report;

import hudson.model.Job;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.io.File;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A deploy or removal of a job's history for pages and {@code /api/json}, in the reader's language. */
@ExportedBean(defaultVisibility = 3)
public final class DeployRow {

    private final HistoryEntry entry;
    private final Job<?, ?> job;

    /** @param job the job of the build that deployed; {@code null} if nothing about it is shown */
    DeployRow(HistoryEntry entry, Job<?, ?> job) {
        this.entry = entry;
        this.job = job;
    }

    static List<DeployRow> of(List<HistoryEntry> entries, Job<?, ?> job) {
        return entries.stream().map(entry -> new DeployRow(entry, job)).toList();
    }

    @Exported
    public String getCluster() {
        return entry.cluster();
    }

    @Exported
    public String getNamespace() {
        return entry.namespace();
    }

    @Exported
    public String getName() {
        return entry.name();
    }

    @Exported
    public List<String> getImages() {
        return entry.images();
    }

    /** The images that run after a rollback; empty without one. */
    @Exported
    public List<String> getRestoredImages() {
        return entry.restored();
    }

    /**
     * The build of this job that deployed the {@link #getRestoredImages restored images}; {@code null} if it is unknown,
     * or of another job.
     */
    @Exported
    public String getRestoredFrom() {
        return entry.restoredFrom();
    }

    @Exported
    public Outcome getOutcome() {
        return entry.outcome();
    }

    @Exported
    public RecoveryOutcome getRecovery() {
        return entry.recovery();
    }

    @Exported
    public boolean isDryRun() {
        return entry.dryRun();
    }

    /** Whether this is not a deploy but the removal of the application. */
    @Exported
    public boolean isRemoval() {
        return entry.removal();
    }

    /** The start time in milliseconds since 1970. */
    @Exported
    public long getStartedAt() {
        return entry.startedAt();
    }

    /** The duration in milliseconds. */
    @Exported
    public long getDuration() {
        return entry.duration();
    }

    /** The number of the build, which may be deleted by now. */
    @Exported
    public int getBuild() {
        return entry.build();
    }

    /** The full name of the job. */
    @Exported(name = "job")
    public String getJobName() {
        return job.getFullName();
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /** The page of the deploy below the root of Jenkins; {@code null} if the build was deleted. */
    public String getBuildUrl() {
        return new File(job.getBuildDir(), String.valueOf(entry.build())).isDirectory()
                ? job.getUrl() + entry.build() + "/" + DeploymentsAction.URL + "/"
                : null;
    }

    /** Workload, namespace and cluster. */
    public String getTitle() {
        return Messages.DeployedWorkload_title(entry.name(), entry.namespace(), entry.cluster());
    }

    /** Outcome, duration and recovery. */
    public String getResult() {
        String duration = DisplayNames.duration(Duration.ofMillis(entry.duration()));
        if (isNotAwaited()) {
            return Messages.DeployedWorkload_notAwaited(duration);
        }
        String result = Messages.DeployedWorkload_result(DisplayNames.name(entry.outcome()), duration);
        if (entry.removal()) {
            result = Messages.DeployedWorkload_removal(result);
        }
        if (entry.dryRun()) {
            return Messages.DeployedWorkload_dryRun(result);
        }
        return entry.recovery() == RecoveryOutcome.NONE ? result : result + "; " + recovery();
    }

    /** After a rollback, with the images that it has restored. */
    private String recovery() {
        String name = DisplayNames.name(entry.recovery());
        String images = String.join(", ", entry.restored());
        if (images.isEmpty()) {
            return name;
        }
        return entry.restoredFrom() == null
                ? Messages.DeployRow_restored(name, images)
                : Messages.DeployRow_restoredFrom(name, images, entry.restoredFrom());
    }

    /** Whether the objects were applied, and the deploy did not wait until they are healthy. */
    private boolean isNotAwaited() {
        return entry.outcome() == Outcome.SUCCEEDED && entry.detached() && !entry.dryRun();
    }

    /** The Jenkins status icon of the outcome. */
    public String getIcon() {
        if (isNotAwaited()) {
            return "symbol-status-nobuilt";
        }
        return switch (entry.outcome()) {
            case SUCCEEDED -> "symbol-status-blue";
            case FAILED, TIMED_OUT, REFUSED -> "symbol-status-red";
            case ABORTED, SUPERSEDED -> "symbol-status-aborted";
        };
    }

    public Date getStartTime() {
        return new Date(entry.startedAt());
    }
}
