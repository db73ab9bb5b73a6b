package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The value of a metric that the autoscaler aims at. Exactly one property is set; which ones are possible depends on the source of the metric. */
@OmitIfBlank
public class MetricTarget implements Describable<MetricTarget>, Section {

    @Range(min = 1)
    private Integer averageUtilization;

    @Text(TextRule.QUANTITY)
    private String averageValue;

    @Text(TextRule.QUANTITY)
    private String value;

    @DataBoundConstructor
    public MetricTarget() {
        // All properties are optional.
    }

    public Integer getAverageUtilization() {
        return averageUtilization;
    }

    @DataBoundSetter
    public void setAverageUtilization(Integer averageUtilization) {
        this.averageUtilization = averageUtilization;
    }

    public String getAverageValue() {
        return averageValue;
    }

    @DataBoundSetter
    public void setAverageValue(String averageValue) {
        this.averageValue = OptionalTexts.emptyToNull(averageValue);
    }

    public String getValue() {
        return value;
    }

    @DataBoundSetter
    public void setValue(String value) {
        this.value = OptionalTexts.emptyToNull(value);
    }

    @Override
    public void check(ValidationContext context) {
        checkPositive(averageValue, "averageValue", context);
        checkPositive(value, "value", context);
    }

    private static void checkPositive(String quantity, String property, ValidationContext context) {
        if (Quantities.isZeroQuantity(quantity)) {
            context.addProblem(property, Messages.MetricTarget_NotPositive(quantity));
        }
    }

    /**
     * Checks that exactly one of the allowed properties is set, and none of the others.
     *
     * @param allowed the properties that the source of the metric supports
     */
    void checkOneOf(List<String> allowed, ValidationContext context) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("averageUtilization", averageUtilization);
        values.put("averageValue", averageValue);
        values.put("value", value);
        values.values().removeIf(Objects::isNull);
        if (values.size() != 1 || !allowed.containsAll(values.keySet())) {
            context.addProblem(
                    "target",
                    Messages.MetricTarget_NotOne(
                            String.join(", ", allowed),
                            values.isEmpty() ? Messages.MetricTarget_Nothing() : String.join(", ", values.keySet())));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<MetricTarget> {
        @Override
        public String getDisplayName() {
            return Messages.MetricTarget_DisplayName();
        }
    }
}
