package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The {@code updateStrategy} of a StatefulSet; only rolling updates are supported. */
@OmitIfBlank
public class StatefulSetUpdateStrategy implements Describable<StatefulSetUpdateStrategy>, Section {

    private StatefulSetRollingUpdate rollingUpdate;

    @DataBoundConstructor
    public StatefulSetUpdateStrategy() {
        // All properties are optional.
    }

    public StatefulSetRollingUpdate getRollingUpdate() {
        return rollingUpdate;
    }

    @DataBoundSetter
    public void setRollingUpdate(StatefulSetRollingUpdate rollingUpdate) {
        this.rollingUpdate = rollingUpdate;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<StatefulSetUpdateStrategy> {
        @Override
        public String getDisplayName() {
            return Messages.StatefulSetUpdateStrategy_DisplayName();
        }
    }
}
