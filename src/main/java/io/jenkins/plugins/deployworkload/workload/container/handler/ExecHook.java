package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A hook that runs a command in the container. */
@Named("exec")
public final class ExecHook extends Exec implements HookHandler {

    @DataBoundConstructor
    public ExecHook(List<String> command) {
        super(command);
    }

    @Extension(ordinal = 30)
    @Symbol("exec")
    public static class DescriptorImpl extends SectionDescriptor<HookHandler> {
        @Override
        public String getDisplayName() {
            return Messages.ExecHook_DisplayName();
        }
    }
}
