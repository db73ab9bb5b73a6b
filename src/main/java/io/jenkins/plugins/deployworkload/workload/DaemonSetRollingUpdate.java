package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How many nodes may lack their instance during an update. */
@BlankIsNothing
public class DaemonSetRollingUpdate implements Describable<DaemonSetRollingUpdate>, Section {

    @Text(TextRule.INT_OR_100_PERCENT)
    private String maxUnavailable;

    @DataBoundConstructor
    public DaemonSetRollingUpdate() {
        // Nothing is required.
    }

    public String getMaxUnavailable() {
        return maxUnavailable;
    }

    @DataBoundSetter
    public void setMaxUnavailable(String maxUnavailable) {
        this.maxUnavailable = maxUnavailable;
    }

    @Override
    public void check(Report report) {
        if (Amounts.isZero(maxUnavailable)) {
            report.problem("maxUnavailable", Messages.DaemonSetRollingUpdate_Zero());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<DaemonSetRollingUpdate> {
        @Override
        public String getDisplayName() {
            return Messages.DaemonSetRollingUpdate_DisplayName();
        }
    }
}
