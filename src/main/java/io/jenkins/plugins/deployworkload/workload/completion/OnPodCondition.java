package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Matches failed pods by a condition. */
public class OnPodCondition implements Describable<OnPodCondition>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    private final String type;

    private ConditionStatus status;

    @DataBoundConstructor
    public OnPodCondition(String type) {
        this.type = type;
    }

    public String getType() {
        return type;
    }

    public ConditionStatus getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(ConditionStatus status) {
        this.status = status;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<OnPodCondition> {
        @Override
        public String getDisplayName() {
            return Messages.OnPodCondition_DisplayName();
        }
    }
}
