package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** All old instances go before the first new one comes. */
public final class Recreate extends Strategy {

    @DataBoundConstructor
    public Recreate() {
        // Nothing is required.
    }

    @Extension(ordinal = 40)
    @Symbol("recreate")
    public static class DescriptorImpl extends SectionDescriptor<Strategy> {
        @Override
        public String getDisplayName() {
            return Messages.Recreate_DisplayName();
        }
    }
}
