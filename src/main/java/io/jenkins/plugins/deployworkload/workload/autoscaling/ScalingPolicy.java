package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** How far the autoscaler may scale within a period. */
public class ScalingPolicy implements Describable<ScalingPolicy>, Section {

    private final ScalingPolicyType type;

    @Range(min = 1)
    private final Integer value;

    @Range(min = 1, max = 1800)
    private final Integer periodSeconds;

    @DataBoundConstructor
    public ScalingPolicy(ScalingPolicyType type, Integer value, Integer periodSeconds) {
        this.type = type;
        this.value = value;
        this.periodSeconds = periodSeconds;
    }

    public ScalingPolicyType getType() {
        return type;
    }

    public Integer getValue() {
        return value;
    }

    public Integer getPeriodSeconds() {
        return periodSeconds;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ScalingPolicy> {
        @Override
        public String getDisplayName() {
            return Messages.ScalingPolicy_DisplayName();
        }
    }
}
