package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The use of a resource by the pods, averaged over all pods. */
@Named("resource")
public final class ResourceMetric extends MetricSource {

    @Text(TextRule.RESOURCE_NAME)
    private final String name;

    private final MetricTarget target;

    @DataBoundConstructor
    public ResourceMetric(String name, MetricTarget target) {
        this.name = name;
        this.target = target;
    }

    public String getName() {
        return name;
    }

    public MetricTarget getTarget() {
        return target;
    }

    @Override
    public void check(ValidationContext context) {
        if (target != null) {
            target.checkOneOf(List.of("averageUtilization", "averageValue"), context);
        }
    }

    @Extension(ordinal = 50)
    @Symbol("resource")
    public static class DescriptorImpl extends SectionDescriptor<MetricSource> {
        @Override
        public String getDisplayName() {
            return Messages.ResourceMetric_DisplayName();
        }
    }
}
