package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Replaces the pods of a Deployment gradually. */
public final class RollingUpdate extends DeploymentStrategy {

    @Text(TextRule.INT_OR_PERCENT)
    private String maxSurge;

    @Text(TextRule.INT_OR_100_PERCENT)
    private String maxUnavailable;

    @DataBoundConstructor
    public RollingUpdate() {
        // All properties are optional.
    }

    public String getMaxSurge() {
        return maxSurge;
    }

    @DataBoundSetter
    public void setMaxSurge(String maxSurge) {
        this.maxSurge = maxSurge;
    }

    public String getMaxUnavailable() {
        return maxUnavailable;
    }

    @DataBoundSetter
    public void setMaxUnavailable(String maxUnavailable) {
        this.maxUnavailable = maxUnavailable;
    }

    @Override
    public void check(ValidationContext context) {
        if (Quantities.isZeroIntOrPercent(maxSurge) && Quantities.isZeroIntOrPercent(maxUnavailable)) {
            context.addProblem("maxUnavailable", Messages.RollingUpdate_BothZero());
        }
    }

    @Extension(ordinal = 50)
    @Symbol("rollingUpdate")
    public static class DescriptorImpl extends SectionDescriptor<DeploymentStrategy> {
        @Override
        public String getDisplayName() {
            return Messages.RollingUpdate_DisplayName();
        }
    }
}
