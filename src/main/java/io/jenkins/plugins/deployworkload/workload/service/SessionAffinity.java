package io.jenkins.plugins.deployworkload.workload.service;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Session affinity (sticky sessions): requests from the same client IP go to the same pod. */
public class SessionAffinity implements Describable<SessionAffinity>, Section {

    @Range(min = 1, max = 86_400)
    private Integer timeoutSeconds;

    @DataBoundConstructor
    public SessionAffinity() {
        // All properties are optional.
    }

    public Integer getTimeoutSeconds() {
        return timeoutSeconds;
    }

    @DataBoundSetter
    public void setTimeoutSeconds(Integer timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SessionAffinity> {
        @Override
        public String getDisplayName() {
            return Messages.SessionAffinity_DisplayName();
        }
    }
}
