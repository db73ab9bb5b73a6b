package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A condition of the pod that must be true before the pod is ready. */
public class PodReadinessGate implements Describable<PodReadinessGate>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    private final String conditionType;

    @DataBoundConstructor
    public PodReadinessGate(String conditionType) {
        this.conditionType = conditionType;
    }

    public String getConditionType() {
        return conditionType;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodReadinessGate> {
        @Override
        public String getDisplayName() {
            return Messages.PodReadinessGate_DisplayName();
        }
    }
}
