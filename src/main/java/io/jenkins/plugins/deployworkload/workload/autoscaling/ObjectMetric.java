package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A metric of another object of the namespace. */
@Named("object")
public final class ObjectMetric extends MetricSource {

    private final DescribedObject describedObject;

    private final MetricIdentifier metric;

    private final MetricTarget target;

    @DataBoundConstructor
    public ObjectMetric(DescribedObject describedObject, MetricIdentifier metric, MetricTarget target) {
        this.describedObject = describedObject;
        this.metric = metric;
        this.target = target;
    }

    public DescribedObject getDescribedObject() {
        return describedObject;
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
            target.checkOneOf(List.of("value", "averageValue"), context);
        }
    }

    @Extension(ordinal = 20)
    @Symbol("object")
    public static class DescriptorImpl extends SectionDescriptor<MetricSource> {
        @Override
        public String getDisplayName() {
            return Messages.ObjectMetric_DisplayName();
        }
    }
}
