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
    private final JobDeployments deployments;

    JobDeploymentsAction(Job<?, ?> job, JobDeployments deployments) {
        this.job = job;
        this.deployments = deployments;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    public JobDeployments getDeployments() {
        return deployments;
    }

    /** The number of builds that the page reads. */
    public int getMaxBuilds() {
        return MAX_BUILDS;
    }

    @Override
    public String getIconFileName() {
        return "symbol-cube";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobDeploymentsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "deployments";
    }

    /** Adds the action to the jobs whose newest builds have deployed something. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            JobDeployments deployments = JobDeployments.of(((Job<?, ?>) job).getLastBuild(), MAX_BUILDS);
            return deployments.getHistory().isEmpty() ? List.of() : List.of(new JobDeploymentsAction(job, deployments));
        }
    }
}
