package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A metric that each pod has, averaged over all pods. */
@Named("pods")
public final class PodsMetric extends MetricSource {

    private final MetricIdentifier metric;

    private final MetricTarget target;

    @DataBoundConstructor
    public PodsMetric(MetricIdentifier metric, MetricTarget target) {
        this.metric = metric;
        this.target = target;
    }

    public MetricIdentifier getMetric() {
        return metric;
    }

    public MetricTarget getTarget() {
        return target;
    }

    @Override
    public void check(ValidationContext context) {
        if (target != null) {
            target.checkOneOf(List.of("averageValue"), context);
        }
    }

    @Extension(ordinal = 30)
    @Symbol("pods")
    public static class DescriptorImpl extends SectionDescriptor<MetricSource> {
        @Override
        public String getDisplayName() {
            return Messages.PodsMetric_DisplayName();
        }
    }
}
