package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** Waits. It has no symbol, for Groovy would call the step of that name: the map form works. */
@Named("sleep")
public final class SleepHook implements HookHandler {

    @Range
    private final Long seconds;

    @DataBoundConstructor
    public SleepHook(Long seconds) {
        this.seconds = seconds;
    }

    public Long getSeconds() {
        return seconds;
    }

    @Extension(ordinal = 10)
    public static class DescriptorImpl extends SectionDescriptor<HookHandler> {
        @Override
        public String getDisplayName() {
            return Messages.SleepHook_DisplayName();
        }
    }
}
