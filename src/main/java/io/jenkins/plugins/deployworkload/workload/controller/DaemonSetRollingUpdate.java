package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The rolling update of a DaemonSet: the maximum number of nodes without an available pod during the update. */
@OmitIfBlank
public class DaemonSetRollingUpdate implements Describable<DaemonSetRollingUpdate>, Section {

    @Text(TextRule.INT_OR_100_PERCENT)
    private String maxUnavailable;

    @DataBoundConstructor
    public DaemonSetRollingUpdate() {
        // All properties are optional.
    }

    public String getMaxUnavailable() {
        return maxUnavailable;
    }

    @DataBoundSetter
    public void setMaxUnavailable(String maxUnavailable) {
        this.maxUnavailable = maxUnavailable;
    }

    @Override
    public void check(ValidationContext context) {
        if (Quantities.isZeroIntOrPercent(maxUnavailable)) {
            context.addProblem("maxUnavailable", Messages.DaemonSetRollingUpdate_MaxUnavailableZero());
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
