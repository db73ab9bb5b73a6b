package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Several equal instances. */
public final class Deployment extends Replicated {

    @Range
    private Integer replicas;

    @DataBoundConstructor
    public Deployment() {
        // Nothing is required.
    }

    public Integer getReplicas() {
        return replicas;
    }

    @DataBoundSetter
    public void setReplicas(Integer replicas) {
        this.replicas = replicas;
    }

    @Extension(ordinal = 50)
    @Symbol("deployment")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.Deployment_DisplayName();
        }
    }
}
