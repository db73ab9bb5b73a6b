package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The lifecycle hooks of a container. */
@OmitIfBlank
public class Lifecycle implements Describable<Lifecycle>, Section {

    private HookHandler postStart;

    private HookHandler preStop;

    @DataBoundConstructor
    public Lifecycle() {
        // All properties are optional.
    }

    public HookHandler getPostStart() {
        return postStart;
    }

    @DataBoundSetter
    public void setPostStart(HookHandler postStart) {
        this.postStart = postStart;
    }

    public HookHandler getPreStop() {
        return preStop;
    }

    @DataBoundSetter
    public void setPreStop(HookHandler preStop) {
        this.preStop = preStop;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Lifecycle> {
        @Override
        public String getDisplayName() {
            return Messages.Lifecycle_DisplayName();
        }
    }
}
