package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The name of a metric that the cluster's metrics API serves. */
@OmitIfBlank
public class MetricIdentifier implements Describable<MetricIdentifier>, Section {

    @Text(TextRule.PATH_SEGMENT)
    private final String name;

    private MetricSelector selector;

    @DataBoundConstructor
    public MetricIdentifier(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public MetricSelector getSelector() {
        return selector;
    }

    @DataBoundSetter
    public void setSelector(MetricSelector selector) {
        this.selector = selector;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<MetricIdentifier> {
        @Override
        public String getDisplayName() {
            return Messages.MetricIdentifier_DisplayName();
        }
    }
}
