package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The indexes that must succeed, or their number. */
public class SuccessRule implements Describable<SuccessRule>, Section {

    @Text(TextRule.INDEXES)
    private String succeededIndexes;

    @Range(min = 1)
    private Integer succeededCount;

    @DataBoundConstructor
    public SuccessRule() {
        // All properties are optional.
    }

    public String getSucceededIndexes() {
        return succeededIndexes;
    }

    @DataBoundSetter
    public void setSucceededIndexes(String succeededIndexes) {
        this.succeededIndexes = OptionalTexts.emptyToNull(succeededIndexes);
    }

    public Integer getSucceededCount() {
        return succeededCount;
    }

    @DataBoundSetter
    public void setSucceededCount(Integer succeededCount) {
        this.succeededCount = succeededCount;
    }

    @Override
    public void check(ValidationContext context) {
        if (succeededIndexes == null && succeededCount == null) {
            context.addProblem("", Messages.SuccessRule_Nothing());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SuccessRule> {
        @Override
        public String getDisplayName() {
            return Messages.SuccessRule_DisplayName();
        }
    }
}
