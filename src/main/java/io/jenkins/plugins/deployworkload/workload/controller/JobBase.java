package io.jenkins.plugins.deployworkload.workload.controller;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.completion.CompletionMode;
import io.jenkins.plugins.deployworkload.workload.completion.PodFailurePolicy;
import io.jenkins.plugins.deployworkload.workload.completion.PodReplacementPolicy;
import io.jenkins.plugins.deployworkload.workload.completion.SuccessPolicy;
import org.kohsuke.stapler.DataBoundSetter;

/** The properties of a Job that {@link Job} and {@link CronJob} share. */
public abstract sealed class JobBase extends Controller permits Job, CronJob {

    @Range
    private Integer completions;

    @Range
    private Integer parallelism;

    @Range(min = 1)
    private Long activeDeadlineSeconds;

    @Range
    private Integer backoffLimit;

    @Range
    private Integer ttlSecondsAfterFinished;

    private RestartPolicy restartPolicy;

    private CompletionMode completionMode;

    @Range
    private Integer backoffLimitPerIndex;

    @Range(max = 100_000)
    private Integer maxFailedIndexes;

    private PodReplacementPolicy podReplacementPolicy;

    private PodFailurePolicy podFailurePolicy;

    private SuccessPolicy successPolicy;

    public Integer getCompletions() {
        return completions;
    }

    @DataBoundSetter
    public void setCompletions(Integer completions) {
        this.completions = completions;
    }

    public Integer getParallelism() {
        return parallelism;
    }

    @DataBoundSetter
    public void setParallelism(Integer parallelism) {
        this.parallelism = parallelism;
    }

    public Long getActiveDeadlineSeconds() {
        return activeDeadlineSeconds;
    }

    @DataBoundSetter
    public void setActiveDeadlineSeconds(Long activeDeadlineSeconds) {
        this.activeDeadlineSeconds = activeDeadlineSeconds;
    }

    public Integer getBackoffLimit() {
        return backoffLimit;
    }

    @DataBoundSetter
    public void setBackoffLimit(Integer backoffLimit) {
        this.backoffLimit = backoffLimit;
    }

    public Integer getTtlSecondsAfterFinished() {
        return ttlSecondsAfterFinished;
    }

    @DataBoundSetter
    public void setTtlSecondsAfterFinished(Integer ttlSecondsAfterFinished) {
        this.ttlSecondsAfterFinished = ttlSecondsAfterFinished;
    }

    public RestartPolicy getRestartPolicy() {
        return restartPolicy;
    }

    @DataBoundSetter
    public void setRestartPolicy(RestartPolicy restartPolicy) {
        this.restartPolicy = restartPolicy;
    }

    public CompletionMode getCompletionMode() {
        return completionMode;
    }

    @DataBoundSetter
    public void setCompletionMode(CompletionMode completionMode) {
        this.completionMode = completionMode;
    }

    public Integer getBackoffLimitPerIndex() {
        return backoffLimitPerIndex;
    }

    @DataBoundSetter
    public void setBackoffLimitPerIndex(Integer backoffLimitPerIndex) {
        this.backoffLimitPerIndex = backoffLimitPerIndex;
    }

    public Integer getMaxFailedIndexes() {
        return maxFailedIndexes;
    }

    @DataBoundSetter
    public void setMaxFailedIndexes(Integer maxFailedIndexes) {
        this.maxFailedIndexes = maxFailedIndexes;
    }

    public PodReplacementPolicy getPodReplacementPolicy() {
        return podReplacementPolicy;
    }

    @DataBoundSetter
    public void setPodReplacementPolicy(PodReplacementPolicy podReplacementPolicy) {
        this.podReplacementPolicy = podReplacementPolicy;
    }

    public PodFailurePolicy getPodFailurePolicy() {
        return podFailurePolicy;
    }

    @DataBoundSetter
    public void setPodFailurePolicy(PodFailurePolicy podFailurePolicy) {
        this.podFailurePolicy = podFailurePolicy;
    }

    public SuccessPolicy getSuccessPolicy() {
        return successPolicy;
    }

    @DataBoundSetter
    public void setSuccessPolicy(SuccessPolicy successPolicy) {
        this.successPolicy = successPolicy;
    }

    @Override
    public void check(ValidationContext context) {
        new JobRules(this, context).check();
    }
}
