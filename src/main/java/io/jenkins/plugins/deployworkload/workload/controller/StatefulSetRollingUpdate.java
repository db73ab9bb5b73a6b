package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The rolling update of a StatefulSet: pods with an ordinal below the partition are not updated. */
@OmitIfBlank
public class StatefulSetRollingUpdate implements Describable<StatefulSetRollingUpdate>, Section {

    @Range
    private Integer partition;

    @DataBoundConstructor
    public StatefulSetRollingUpdate() {
        // All properties are optional.
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
