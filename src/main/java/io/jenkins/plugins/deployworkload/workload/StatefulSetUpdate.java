package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How the instances of a StatefulSet are replaced by those of a new revision. */
@BlankIsNothing
public class StatefulSetUpdate implements Describable<StatefulSetUpdate>, Section {

    private StatefulSetRollingUpdate rollingUpdate;

    @DataBoundConstructor
    public StatefulSetUpdate() {
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
    public static class DescriptorImpl extends SectionDescriptor<StatefulSetUpdate> {
        @Override
        public String getDisplayName() {
            return Messages.StatefulSetUpdate_DisplayName();
        }
    }
}
