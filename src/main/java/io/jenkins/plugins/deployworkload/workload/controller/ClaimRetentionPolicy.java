package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** When the claims that a StatefulSet has created are deleted. */
@OmitIfBlank
public class ClaimRetentionPolicy implements Describable<ClaimRetentionPolicy>, Section {

    private RetentionPolicy whenDeleted;

    private RetentionPolicy whenScaled;

    @DataBoundConstructor
    public ClaimRetentionPolicy() {
        // All properties are optional.
    }

    public RetentionPolicy getWhenDeleted() {
        return whenDeleted;
    }

    @DataBoundSetter
    public void setWhenDeleted(RetentionPolicy whenDeleted) {
        this.whenDeleted = whenDeleted;
    }

    public RetentionPolicy getWhenScaled() {
        return whenScaled;
    }

    @DataBoundSetter
    public void setWhenScaled(RetentionPolicy whenScaled) {
        this.whenScaled = whenScaled;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ClaimRetentionPolicy> {
        @Override
        public String getDisplayName() {
            return Messages.ClaimRetentionPolicy_DisplayName();
        }
    }
}
