package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A liveness, readiness or startup probe. */
public class Probe implements Describable<Probe>, Section {

    @Unwrapped
    private final ProbeHandler handler;

    @Range
    private Integer initialDelaySeconds;

    @Range(min = 1)
    private Integer periodSeconds;

    @Range(min = 1)
    private Integer timeoutSeconds;

    @Range(min = 1)
    private Integer successThreshold;

    @Range(min = 1)
    private Integer failureThreshold;

    @DataBoundConstructor
    public Probe(ProbeHandler handler) {
        this.handler = handler;
    }

    public ProbeHandler getHandler() {
        return handler;
    }

    public Integer getInitialDelaySeconds() {
        return initialDelaySeconds;
    }

    @DataBoundSetter
    public void setInitialDelaySeconds(Integer initialDelaySeconds) {
        this.initialDelaySeconds = initialDelaySeconds;
    }

    public Integer getPeriodSeconds() {
        return periodSeconds;
    }

    @DataBoundSetter
    public void setPeriodSeconds(Integer periodSeconds) {
        this.periodSeconds = periodSeconds;
    }

    public Integer getTimeoutSeconds() {
        return timeoutSeconds;
    }

    @DataBoundSetter
    public void setTimeoutSeconds(Integer timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    public Integer getSuccessThreshold() {
        return successThreshold;
    }

    @DataBoundSetter
    public void setSuccessThreshold(Integer successThreshold) {
        this.successThreshold = successThreshold;
    }

    public Integer getFailureThreshold() {
        return failureThreshold;
    }

    @DataBoundSetter
    public void setFailureThreshold(Integer failureThreshold) {
        this.failureThreshold = failureThreshold;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Probe> {
        @Override
        public String getDisplayName() {
            return Messages.Probe_DisplayName();
        }
    }
}
