package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Runs once, to its end. */
public final class Job extends Batch {

    @DataBoundConstructor
    public Job() {
        // Nothing is required.
    }

    @Extension(ordinal = 20)
    @Symbol("job")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.Job_DisplayName();
        }
    }
}
