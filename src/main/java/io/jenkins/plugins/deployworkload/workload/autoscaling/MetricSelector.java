package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The labels that select one series of a metric. */
@OmitIfBlank
public class MetricSelector implements Describable<MetricSelector>, Section {

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> matchLabels;

    @DataBoundConstructor
    public MetricSelector() {
        // All properties are optional.
    }

    public Map<String, String> getMatchLabels() {
        return matchLabels == null ? Map.of() : matchLabels;
    }

    @DataBoundSetter
    public void setMatchLabels(Map<String, String> matchLabels) {
        this.matchLabels = new LinkedHashMap<>(matchLabels);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<MetricSelector> {
        @Override
        public String getDisplayName() {
            return Messages.MetricSelector_DisplayName();
        }
    }
}
