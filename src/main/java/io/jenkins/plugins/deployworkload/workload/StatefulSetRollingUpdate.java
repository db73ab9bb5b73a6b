package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Which instances of a StatefulSet are updated. */
@BlankIsNothing
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
