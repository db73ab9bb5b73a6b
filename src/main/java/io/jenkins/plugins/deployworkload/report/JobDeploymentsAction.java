package io.jenkins.plugins.deployworkload.report;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Shows on the page of a job what its builds have deployed: what runs now, and the history. */
public final class JobDeploymentsAction implements Action {

    /** Each build may have to be loaded from the disk. The page of a job shows about as many builds. */
    private static final int MAX_BUILDS = 30;

    private final Job<?, ?> job;

    /** Null until it is used, because builds may have to be loaded. */
    private JobDeployments deployments;

    JobDeploymentsAction(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    public synchronized JobDeployments getDeployments() {
        if (deployments == null) {
            deployments = JobDeployments.of(job.getLastBuild(), MAX_BUILDS);
        }
        return deployments;
    }

    /** The figures of the history. */
    public String getSummary() {
        JobDeployments shown = getDeployments();
        String summary = Messages.JobDeploymentsAction_summary(MAX_BUILDS, shown.getCount(), shown.getFailureShare());
        return shown.getMedianDuration().isEmpty()
                ? summary
                : summary + " "
                        + Messages.JobDeploymentsAction_durations(shown.getMedianDuration(), shown.getLongDuration());
    }

    /** The icon of the link beside the page of the job; {@code null} for no link if no build has deployed. */
    @Override
    public String getIconFileName() {
        return getDeployments().getHistory().isEmpty() ? null : "symbol-cube";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobDeploymentsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "deployments";
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
