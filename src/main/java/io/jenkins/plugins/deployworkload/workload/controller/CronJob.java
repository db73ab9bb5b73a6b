package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A CronJob: creates Jobs on a schedule. */
public final class CronJob extends JobBase {

    @Text(TextRule.SCHEDULE)
    private final String schedule;

    @Text(TextRule.TIME_ZONE)
    private String timeZone;

    private ConcurrencyPolicy concurrencyPolicy;

    @Range
    private Long startingDeadlineSeconds;

    @Range
    private Integer successfulJobsHistoryLimit;

    @Range
    private Integer failedJobsHistoryLimit;

    private Boolean suspend;

    @DataBoundConstructor
    public CronJob(String schedule) {
        this.schedule = schedule;
    }

    public String getSchedule() {
        return schedule;
    }

    public String getTimeZone() {
        return timeZone;
    }

    @DataBoundSetter
    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    public ConcurrencyPolicy getConcurrencyPolicy() {
        return concurrencyPolicy;
    }

    @DataBoundSetter
    public void setConcurrencyPolicy(ConcurrencyPolicy concurrencyPolicy) {
        this.concurrencyPolicy = concurrencyPolicy;
    }

    public Long getStartingDeadlineSeconds() {
        return startingDeadlineSeconds;
    }

    @DataBoundSetter
    public void setStartingDeadlineSeconds(Long startingDeadlineSeconds) {
        this.startingDeadlineSeconds = startingDeadlineSeconds;
    }

    public Integer getSuccessfulJobsHistoryLimit() {
        return successfulJobsHistoryLimit;
    }

    @DataBoundSetter
    public void setSuccessfulJobsHistoryLimit(Integer successfulJobsHistoryLimit) {
        this.successfulJobsHistoryLimit = successfulJobsHistoryLimit;
    }

    public Integer getFailedJobsHistoryLimit() {
        return failedJobsHistoryLimit;
    }

    @DataBoundSetter
    public void setFailedJobsHistoryLimit(Integer failedJobsHistoryLimit) {
        this.failedJobsHistoryLimit = failedJobsHistoryLimit;
    }

    public Boolean getSuspend() {
        return suspend;
    }

    @DataBoundSetter
    public void setSuspend(Boolean suspend) {
        this.suspend = suspend;
    }

    @Extension(ordinal = 10)
    @Symbol("cronJob")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.CronJob_DisplayName();
        }
    }
}
