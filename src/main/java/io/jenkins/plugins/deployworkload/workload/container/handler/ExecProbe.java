package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A probe that succeeds if a command in the container exits with 0. */
@Named("exec")
public final class ExecProbe extends Exec implements ProbeHandler {

    @DataBoundConstructor
    public ExecProbe(List<String> command) {
        super(command);
    }

    @Extension(ordinal = 40)
    @Symbol("exec")
    public static class DescriptorImpl extends SectionDescriptor<ProbeHandler> {
        @Override
        public String getDisplayName() {
            return Messages.ExecProbe_DisplayName();
        }
    }
}
