package io.jenkins.plugins.deployworkload.workload.disruption;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How many pods of the workload a voluntary disruption, such as draining a node, may stop at the same time. */
public class PodDisruptionBudget implements Describable<PodDisruptionBudget>, Section {

    @Text(TextRule.INT_OR_100_PERCENT)
    private String minAvailable;

    @Text(TextRule.INT_OR_100_PERCENT)
    private String maxUnavailable;

    private UnhealthyPodEvictionPolicy unhealthyPodEvictionPolicy;

    @Text(TextRule.OBJECT_NAME)
    private String name;

    @DataBoundConstructor
    public PodDisruptionBudget() {
        // All properties are optional.
    }

    public String getMinAvailable() {
        return minAvailable;
    }

    @DataBoundSetter
    public void setMinAvailable(String minAvailable) {
        this.minAvailable = OptionalTexts.emptyToNull(minAvailable);
    }

    public String getMaxUnavailable() {
        return maxUnavailable;
    }

    @DataBoundSetter
    public void setMaxUnavailable(String maxUnavailable) {
        this.maxUnavailable = OptionalTexts.emptyToNull(maxUnavailable);
    }

    public UnhealthyPodEvictionPolicy getUnhealthyPodEvictionPolicy() {
        return unhealthyPodEvictionPolicy;
    }

    @DataBoundSetter
    public void setUnhealthyPodEvictionPolicy(UnhealthyPodEvictionPolicy unhealthyPodEvictionPolicy) {
        this.unhealthyPodEvictionPolicy = unhealthyPodEvictionPolicy;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = OptionalTexts.emptyToNull(name);
    }

    @Override
    public void check(ValidationContext context) {
        if (minAvailable == null && maxUnavailable == null) {
            context.addProblem("", Messages.PodDisruptionBudget_Nothing());
        } else if (minAvailable != null && maxUnavailable != null) {
            context.addProblem("maxUnavailable", Messages.PodDisruptionBudget_Both(minAvailable));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodDisruptionBudget> {
        @Override
        public String getDisplayName() {
            return Messages.PodDisruptionBudget_DisplayName();
        }
    }
}
