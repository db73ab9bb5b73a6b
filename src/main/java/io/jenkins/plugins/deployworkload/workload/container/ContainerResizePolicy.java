package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** Whether a container restarts when a resource is resized. */
public class ContainerResizePolicy implements Describable<ContainerResizePolicy>, Section {

    private final ResizeResource resourceName;

    private final ResizeRestartPolicy restartPolicy;

    @DataBoundConstructor
    public ContainerResizePolicy(ResizeResource resourceName, ResizeRestartPolicy restartPolicy) {
        this.resourceName = resourceName;
        this.restartPolicy = restartPolicy;
    }

    public ResizeResource getResourceName() {
        return resourceName;
    }

    public ResizeRestartPolicy getRestartPolicy() {
        return restartPolicy;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ContainerResizePolicy> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerResizePolicy_DisplayName();
        }
    }
}
