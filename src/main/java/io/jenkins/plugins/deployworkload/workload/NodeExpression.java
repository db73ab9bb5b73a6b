package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A comparison with a label of a node. */
public class NodeExpression implements Describable<NodeExpression>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    @Offers(Offer.NODE_LABEL)
    private final String key;

    private final NodeOperator operator;

    @Text(TextRule.LABEL_VALUE)
    @Offers(Offer.NODE_LABEL_VALUE)
    private List<String> values;

    @DataBoundConstructor
    public NodeExpression(String key, NodeOperator operator) {
        this.key = key;
        this.operator = operator;
    }

    public String getKey() {
        return key;
    }

    public NodeOperator getOperator() {
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
    public void check(Report report) {
        if (operator == null) {
            return;
        }
        int count = getValues().size();
        switch (operator) {
            case In, NotIn -> refuseUnless(count > 0, Messages.NodeExpression_Values(operator), report);
            case Exists, DoesNotExist -> refuseUnless(count == 0, Messages.NodeExpression_NoValues(operator), report);
            case Gt, Lt ->
                refuseUnless(
                        count == 1 && isWhole(getValues().get(0)), Messages.NodeExpression_Number(operator), report);
        }
    }

    private static boolean isWhole(String value) {
        // What could not be read has been told about.
        return value == null || value.matches("-?[0-9]{1,18}");
    }

    private static void refuseUnless(boolean right, String message, Report report) {
        if (!right) {
            report.problem("values", message);
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<NodeExpression> {
        @Override
        public String getDisplayName() {
            return Messages.NodeExpression_DisplayName();
        }
    }
}
