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

/** Compares the value of a node label with a list of values. */
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
    public void check(ValidationContext context) {
        if (operator == null) {
            return;
        }
        int count = getValues().size();
        switch (operator) {
            case In, NotIn -> require(count > 0, Messages.NodeSelectorRequirement_ValuesRequired(operator), context);
            case Exists, DoesNotExist ->
                require(count == 0, Messages.NodeSelectorRequirement_ValuesNotAllowed(operator), context);
            case Gt, Lt ->
                require(
                        count == 1 && isIntegerOrInvalid(getValues().get(0)),
                        Messages.NodeSelectorRequirement_NotOneNumber(operator),
                        context);
        }
    }

    private static boolean isIntegerOrInvalid(String value) {
        // The binder stores null for an invalid value, and has already reported the problem.
        return value == null || value.matches("-?[0-9]{1,18}");
    }

    private static void require(boolean condition, String message, ValidationContext context) {
        if (!condition) {
            context.addProblem("values", message);
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
