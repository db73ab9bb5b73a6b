package io.jenkins.plugins.deployworkload.workload.controller;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
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
}
