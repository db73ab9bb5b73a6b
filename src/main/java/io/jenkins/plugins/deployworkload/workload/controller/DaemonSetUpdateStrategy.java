package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The {@code updateStrategy} of a DaemonSet; only rolling updates are supported. */
@OmitIfBlank
public class DaemonSetUpdateStrategy implements Describable<DaemonSetUpdateStrategy>, Section {

    private DaemonSetRollingUpdate rollingUpdate;

    @DataBoundConstructor
    public DaemonSetUpdateStrategy() {
        // All properties are optional.
    }

    public DaemonSetRollingUpdate getRollingUpdate() {
        return rollingUpdate;
    }

    @DataBoundSetter
    public void setRollingUpdate(DaemonSetRollingUpdate rollingUpdate) {
        this.rollingUpdate = rollingUpdate;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<DaemonSetUpdateStrategy> {
        @Override
        public String getDisplayName() {
            return Messages.DaemonSetUpdateStrategy_DisplayName();
        }
    }
}
