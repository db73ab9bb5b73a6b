package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** One instance: a Deployment whose replicas are always 1. */
public final class Single extends DeploymentBase {

    @DataBoundConstructor
    public Single() {
        // Nothing is required.
    }

    @Extension(ordinal = 60)
    @Symbol("single")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.Single_DisplayName();
        }
    }
}
