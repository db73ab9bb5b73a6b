package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Which instances of a StatefulSet are updated. */
@OmitIfBlank
public class StatefulSetRollingUpdate implements Describable<StatefulSetRollingUpdate>, Section {

    @Range
    private Integer partition;

    @DataBoundConstructor
    public StatefulSetRollingUpdate() {
        // Nothing is required.
    }

    public Integer getPartition() {
        return partition;
    }

    @DataBoundSetter
    public void setPartition(Integer partition) {
        this.partition = partition;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<StatefulSetRollingUpdate> {
        @Override
        public String getDisplayName() {
            return Messages.StatefulSetRollingUpdate_DisplayName();
        }
    }
}
