package io.jenkins.plugins.deployworkload.workload.controller;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import org.kohsuke.stapler.DataBoundSetter;

/** The properties that {@link Single} and {@link Deployment} share; both are rendered as a Kubernetes Deployment. */
public abstract sealed class DeploymentBase extends Controller permits Single, Deployment {

    /** The default of the Kubernetes API, in seconds. */
    private static final int DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    @Range
    private Integer progressDeadlineSeconds;

    private DeploymentStrategy strategy;

    public Integer getMinReadySeconds() {
        return minReadySeconds;
    }

    @DataBoundSetter
    public void setMinReadySeconds(Integer minReadySeconds) {
        this.minReadySeconds = minReadySeconds;
    }

    public Integer getRevisionHistoryLimit() {
        return revisionHistoryLimit;
    }

    @DataBoundSetter
    public void setRevisionHistoryLimit(Integer revisionHistoryLimit) {
        this.revisionHistoryLimit = revisionHistoryLimit;
    }

    public Integer getProgressDeadlineSeconds() {
        return progressDeadlineSeconds;
    }

    @DataBoundSetter
    public void setProgressDeadlineSeconds(Integer progressDeadlineSeconds) {
        this.progressDeadlineSeconds = progressDeadlineSeconds;
    }

    public DeploymentStrategy getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(DeploymentStrategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public void check(ValidationContext context) {
        int minReady = minReadySeconds == null ? 0 : minReadySeconds;
        int deadline = progressDeadlineSeconds == null ? DEFAULT_PROGRESS_DEADLINE_SECONDS : progressDeadlineSeconds;
        if (deadline <= minReady) {
            context.addProblem(
                    progressDeadlineSeconds == null ? "minReadySeconds" : "progressDeadlineSeconds",
                    Messages.DeploymentBase_DeadlineTooShort(Integer.toString(deadline), Integer.toString(minReady)));
        }
    }
}
