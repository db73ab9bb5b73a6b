package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** All old instances go before the first new one comes. */
public final class Recreate extends DeploymentStrategy {

    @DataBoundConstructor
    public Recreate() {
        // Nothing is required.
    }

    @Extension(ordinal = 40)
    @Symbol("recreate")
    public static class DescriptorImpl extends SectionDescriptor<DeploymentStrategy> {
        @Override
        public String getDisplayName() {
            return Messages.Recreate_DisplayName();
        }
    }
}
