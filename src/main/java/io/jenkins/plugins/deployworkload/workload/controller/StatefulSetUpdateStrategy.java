package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How the instances of a StatefulSet are replaced by those of a new revision. */
@OmitIfBlank
public class StatefulSetUpdateStrategy implements Describable<StatefulSetUpdateStrategy>, Section {

    private StatefulSetRollingUpdate rollingUpdate;

    @DataBoundConstructor
    public StatefulSetUpdateStrategy() {
        // Nothing is required.
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
