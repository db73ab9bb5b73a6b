package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Terminates all old pods before creating new ones. */
public final class Recreate extends DeploymentStrategy {

    @DataBoundConstructor
    public Recreate() {
        // All properties are optional.
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
