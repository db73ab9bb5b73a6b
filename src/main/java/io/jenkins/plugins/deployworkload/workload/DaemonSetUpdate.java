package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How the instances of a DaemonSet are replaced by those of a new revision. */
@BlankIsNothing
public class DaemonSetUpdate implements Describable<DaemonSetUpdate>, Section {

    private DaemonSetRollingUpdate rollingUpdate;

    @DataBoundConstructor
    public DaemonSetUpdate() {
        // Nothing is required.
    }

    public DaemonSetRollingUpdate getRollingUpdate() {
        return rollingUpdate;
    }

    @DataBoundSetter
    public void setRollingUpdate(DaemonSetRollingUpdate rollingUpdate) {
        this.rollingUpdate = rollingUpdate;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<DaemonSetUpdate> {
        @Override
        public String getDisplayName() {
            return Messages.DaemonSetUpdate_DisplayName();
        }
    }
}
