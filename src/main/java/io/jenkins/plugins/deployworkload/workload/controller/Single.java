package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A Deployment with exactly one replica. */
public final class Single extends DeploymentBase {

    @DataBoundConstructor
    public Single() {
        // All properties are optional.
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
