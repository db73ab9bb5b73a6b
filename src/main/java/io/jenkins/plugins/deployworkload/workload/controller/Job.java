package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A Job: runs pods to completion once. */
public final class Job extends JobBase {

    private Boolean suspend;

    @DataBoundConstructor
    public Job() {
        // All properties are optional.
    }

    public Boolean getSuspend() {
        return suspend;
    }

    @DataBoundSetter
    public void setSuspend(Boolean suspend) {
        this.suspend = suspend;
    }

    @Extension(ordinal = 20)
    @Symbol("job")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.Job_DisplayName();
        }
    }
}
