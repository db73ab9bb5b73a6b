package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A comparison with a label of a node. */
public class NodeSelectorRequirement implements Describable<NodeSelectorRequirement>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    @SuggestedValues(SuggestionKind.NODE_LABEL)
    private final String key;

    private final NodeSelectorOperator operator;

    @Text(TextRule.LABEL_VALUE)
    @SuggestedValues(SuggestionKind.NODE_LABEL_VALUE)
    private List<String> values;

    @DataBoundConstructor
    public NodeSelectorRequirement(String key, NodeSelectorOperator operator) {
        this.key = key;
        this.operator = operator;
    }

    public String getKey() {
        return key;
    }

    public NodeSelectorOperator getOperator() {
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
    public void check(ValidationContext report) {
        if (operator == null) {
            return;
        }
        int count = getValues().size();
        switch (operator) {
            case In, NotIn -> refuseUnless(count > 0, Messages.NodeSelectorRequirement_Values(operator), report);
            case Exists, DoesNotExist ->
                refuseUnless(count == 0, Messages.NodeSelectorRequirement_NoValues(operator), report);
            case Gt, Lt ->
                refuseUnless(
                        count == 1 && isWhole(getValues().get(0)),
                        Messages.NodeSelectorRequirement_Number(operator),
                        report);
        }
    }

    private static boolean isWhole(String value) {
        // What could not be read has been told about.
        return value == null || value.matches("-?[0-9]{1,18}");
    }

    private static void refuseUnless(boolean right, String message, ValidationContext report) {
        if (!right) {
            report.addProblem("values", message);
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<NodeSelectorRequirement> {
        @Override
        public String getDisplayName() {
            return Messages.NodeSelectorRequirement_DisplayName();
        }
    }
}
