package io.jenkins.plugins.deployworkload.workload.controller;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import org.kohsuke.stapler.DataBoundSetter;

/** What a single instance and several have in common: both are a Deployment in Kubernetes. */
public abstract sealed class DeploymentBase extends Controller permits Single, Deployment {

    /** What the API takes for a progress deadline that was not said, in seconds. */
    private static final int DEFAULT_PROGRESS_DEADLINE = 600;

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
    public void checkWorkload(Workload workload, ValidationContext report) {
        // A Deployment takes every shared section.
    }

    @Override
    public void check(ValidationContext report) {
        int ready = minReadySeconds == null ? 0 : minReadySeconds;
        int deadline = progressDeadlineSeconds == null ? DEFAULT_PROGRESS_DEADLINE : progressDeadlineSeconds;
        if (deadline <= ready) {
            report.addProblem(
                    progressDeadlineSeconds == null ? "minReadySeconds" : "progressDeadlineSeconds",
                    Messages.DeploymentBase_Deadline(Integer.toString(deadline), Integer.toString(ready)));
        }
    }
}
