package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Compares the value of a label of a pod or namespace with a list of values. */
public class LabelSelectorRequirement implements Describable<LabelSelectorRequirement>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    private final String key;

    private final LabelSelectorOperator operator;

    @Text(TextRule.LABEL_VALUE)
    private List<String> values;

    @DataBoundConstructor
    public LabelSelectorRequirement(String key, LabelSelectorOperator operator) {
        this.key = key;
        this.operator = operator;
    }

    public String getKey() {
        return key;
    }

    public LabelSelectorOperator getOperator() {
        return operator;
    }

    public List<String> getValues() {
        return values == null ? List.of() : values;
    }

    @DataBoundSetter
    public void setValues(List<String> values) {
        this.values = new ArrayList<>(values);
    }

    @Override
    public void check(ValidationContext context) {
        if (operator == null) {
            return;
        }
        boolean needsValues = operator == LabelSelectorOperator.In || operator == LabelSelectorOperator.NotIn;
        if (needsValues && getValues().isEmpty()) {
            context.addProblem("values", Messages.LabelSelectorRequirement_ValuesRequired(operator));
        } else if (!needsValues && !getValues().isEmpty()) {
            context.addProblem("values", Messages.LabelSelectorRequirement_ValuesNotAllowed(operator));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<LabelSelectorRequirement> {
        @Override
        public String getDisplayName() {
            return Messages.LabelSelectorRequirement_DisplayName();
        }
    }
}
