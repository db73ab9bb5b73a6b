package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import org.kohsuke.stapler.DataBoundSetter;

/** What a single instance and several have in common: both are a Deployment in Kubernetes. */
public abstract sealed class Replicated extends Controller permits Single, Deployment {

    /** What the API takes for a progress deadline that was not said, in seconds. */
    private static final int DEFAULT_PROGRESS_DEADLINE = 600;

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    @Range
    private Integer progressDeadlineSeconds;

    private Strategy strategy;

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

    public Strategy getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    @Override
    void check(Workload workload, Report report) {
        // A Deployment takes every shared section.
    }

    @Override
    public void check(Report report) {
        int ready = minReadySeconds == null ? 0 : minReadySeconds;
        int deadline = progressDeadlineSeconds == null ? DEFAULT_PROGRESS_DEADLINE : progressDeadlineSeconds;
        if (deadline <= ready) {
            report.problem(
                    progressDeadlineSeconds == null ? "minReadySeconds" : "progressDeadlineSeconds",
                    Messages.Replicated_Deadline(Integer.toString(deadline), Integer.toString(ready)));
        }
    }
}
