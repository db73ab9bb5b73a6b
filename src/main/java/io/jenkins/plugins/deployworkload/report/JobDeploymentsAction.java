package io.jenkins.plugins.deployworkload.report;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.report.history.DeployTrend;
import io.jenkins.plugins.deployworkload.report.history.DeployTrend.Figures;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.report.history.JobHistory;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Shows on the page of a job what its builds have deployed: what runs now, the history and the trend. No build is
 * loaded, because a job can have thousands.
 */
@ExportedBean
public final class JobDeploymentsAction implements Action {

    /** The limit of rows in the table of the history. */
    private static final int MAX_ROWS = 50;

    private final Job<?, ?> job;
    private final JobHistory history;

    /** Null until it is used, because a file is read. */
    private List<HistoryEntry> newestFirst;

    JobDeploymentsAction(Job<?, ?> job) {
        this.job = job;
        this.history = new JobHistory(job.getRootDir().toPath());
    }

    public Job<?, ?> getJob() {
        return job;
    }

    private synchronized List<HistoryEntry> newestFirst() {
        if (newestFirst == null) {
            newestFirst = history.read();
        }
        return newestFirst;
    }

    /** The deploy that left the present state of each application. */
    @Exported
    public List<DeployRow> getCurrent() {
        return DeployRow.of(JobDeployments.current(newestFirst()), job);
    }

    /** The newest deploys. */
    @Exported
    public List<DeployRow> getHistory() {
        return DeployRow.of(newestFirst().stream().limit(MAX_ROWS).toList(), job);
    }

    /** The figures of the last weeks, the newest last. */
    @Exported
    public List<TrendRow> getWeeks() {
        return TrendRow.of(new DeployTrend(newestFirst()).weeks(Instant.now(), ZoneId.systemDefault()));
    }

    /** The figures of the history. */
    public String getSummary() {
        Figures figures = new DeployTrend(newestFirst()).all();
        String summary = Messages.JobDeploymentsAction_summary(figures.deploys(), figures.failureShare());
        return figures.median().isEmpty() || figures.p90().isEmpty()
                ? summary
                : summary + " "
                        + Messages.JobDeploymentsAction_durations(
                                DisplayNames.duration(figures.median().get()),
                                DisplayNames.duration(figures.p90().get()));
    }

    /** {@code /api/json} of the page. */
    public Api getApi() {
        return new Api(this);
    }

    /** The icon of the link beside the page of the job; {@code null} for no link if no build has deployed. */
    @Override
    public String getIconFileName() {
        return history.exists() ? "symbol-cube" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.JobDeploymentsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return DeploymentsAction.URL;
    }

    /** Adds the action to all jobs. Builds are not loaded before a page shows the action. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        /** Jenkins asks the factory only for actions of this type, or for all actions. */
        @Override
        public Class<? extends Action> actionType() {
            return JobDeploymentsAction.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            return List.of(new JobDeploymentsAction(job));
        }
    }
}
