package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A metric and its target. The autoscaler computes a number of replicas for each metric, and takes the largest. */
public class Metric implements Describable<Metric>, Section {

    @Unwrapped
    private final MetricSource source;

    @DataBoundConstructor
    public Metric(MetricSource source) {
        this.source = source;
    }

    public MetricSource getSource() {
        return source;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Metric> {
        @Override
        public String getDisplayName() {
            return Messages.Metric_DisplayName();
        }
    }
}
