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

/** The use of a resource by one container of each pod, averaged over all pods. */
@Named("containerResource")
public final class ContainerResourceMetric extends MetricSource {

    @Text(TextRule.RESOURCE_NAME)
    private final String name;

    @Text(TextRule.DNS_LABEL)
    private final String container;

    private final MetricTarget target;

    @DataBoundConstructor
    public ContainerResourceMetric(String name, String container, MetricTarget target) {
        this.name = name;
        this.container = container;
        this.target = target;
    }

    public String getName() {
        return name;
    }

    public String getContainer() {
        return container;
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

    @Extension(ordinal = 40)
    @Symbol("containerResource")
    public static class DescriptorImpl extends SectionDescriptor<MetricSource> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerResourceMetric_DisplayName();
        }
    }
}
