package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A hook that sleeps. The class has no {@code @Symbol}: in a Pipeline, {@code sleep(…)} calls Jenkins' step of this
 * name. A Pipeline writes a map with the key {@code sleep} instead.
 */
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
